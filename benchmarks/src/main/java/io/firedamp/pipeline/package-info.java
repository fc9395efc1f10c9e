/** Benchmarks of the pipeline; in its package, because they run it without a framework. */
package io.firedamp.pipeline;
