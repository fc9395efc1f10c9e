/**
 * The operator's pages: files that anybody may fetch, and questions that need a right.
 *
 * <p>Pages ask nothing that a command could not ask, and take what is well or not from the same
 * {@link io.firedamp.health.Gateway}. No null, every value immutable, every instant UTC.
 */
package io.firedamp.console;
