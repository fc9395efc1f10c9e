/** Tests that run inside the shipped gateway, as a bundle next to ours. */
package io.firedamp.pax;
