/** What may be put into {@code deploy/}. */
package io.firedamp.shell.deploy;
