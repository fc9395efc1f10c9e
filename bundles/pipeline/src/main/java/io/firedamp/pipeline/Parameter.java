package io.firedamp.pipeline;

import io.firedamp.point.Kind;
import io.firedamp.text.Text;

/**
 * A row of 附录C.
 *
 * @param prefix the four letters that the code starts with
 * @param name what it measures
 * @param symbol the field name of 附录D
 * @param unit the unit of the annex
 * @param decimals decimals that are reported
 * @param kind instantaneous or cumulative
 */
record Parameter(String prefix, Text name, String symbol, String unit, int decimals, Kind kind) {}
