/**
 * What the uplink's shell commands have in common: how they talk with a person, and how they write
 * a configuration file. No null.
 */
package io.firedamp.uplink.ccer.desk;
