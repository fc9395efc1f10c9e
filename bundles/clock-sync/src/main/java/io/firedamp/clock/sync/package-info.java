/** The site's clock. No null, every instant UTC. */
package io.firedamp.clock.sync;
