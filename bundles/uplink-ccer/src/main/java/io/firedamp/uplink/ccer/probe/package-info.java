/**
 * Finds out by trying which of the encryptions the platform means, where the access information
 * does not say (AMB-05 … AMB-08).
 *
 * <pre>
 * cfg ──Combinations──▶ combination, combination, … ──Line──▶ platform ──▶ echo ──ConfigFile──▶ cfg
 *                                                   └─Variant.open──▶ captured message
 * </pre>
 *
 * <p>Neither keys nor vectors are shown. No null.
 */
package io.firedamp.uplink.ccer.probe;
