/**
 * Reads a component's configuration with errors that name file, key, what was found and what is
 * allowed; and writes configuration files for those who have them filled in.
 *
 * <p>Not a bundle: each bundle carries its own copy, so that a repair here restarts one bundle, not
 * all of them. No null.
 */
package io.firedamp.settings;
