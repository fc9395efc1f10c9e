/**
 * Tests of the distribution as it is shipped: its structure, and gateways that run from it as
 * processes of their own.
 */
package io.firedamp.container;
