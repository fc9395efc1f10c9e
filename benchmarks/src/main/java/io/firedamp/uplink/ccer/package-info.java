/** Benchmarks of the uplink; in its package, because they run it without a framework. */
package io.firedamp.uplink.ccer;
