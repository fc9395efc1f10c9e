/** The driver's command of the shell. No null. */
package io.firedamp.driver.opcua.command;
