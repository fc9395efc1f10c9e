/** What the uplink's shell commands have in common: how they talk with a person. No null. */
package io.firedamp.uplink.ccer.desk;
