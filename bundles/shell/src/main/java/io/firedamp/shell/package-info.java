/**
 * The commands of the whole: what an operator asks of the gateway, and the watch that writes its
 * troubles into the log. Exports nothing.
 *
 * <p>A command asks the {@link io.firedamp.shell.Desk} for a {@link io.firedamp.shell.Picture}; a
 * page turns that into lines, {@link io.firedamp.shell.Json} into JSON, and neither knows the
 * framework. Everything is written as UTF-8, whatever the locale of the process. No null; instants
 * are UTC in JSON and in the site's zone for people.
 */
package io.firedamp.shell;
