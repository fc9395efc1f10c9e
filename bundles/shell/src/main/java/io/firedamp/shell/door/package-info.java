/**
 * Who may come in: the password of {@code admin}, made at the first start, and the key with which
 * the script of this machine comes in.
 *
 * <p>Nothing here keeps a clear password in memory or in a log. No null.
 */
package io.firedamp.shell.door;
