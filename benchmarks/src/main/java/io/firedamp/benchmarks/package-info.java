/**
 * Measures what the product claims: {@code ./firedamp bench}. What is measured stands in packages
 * of the same names as what it measures, so that it reaches beneath the contracts.
 *
 * <p>No null, every instant UTC.
 */
package io.firedamp.benchmarks;
