/** Who comes in to the pages, and through what: certificate, login, sessions. */
package io.firedamp.console.door;
