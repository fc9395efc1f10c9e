package io.firedamp.uplink.ccer.probe;

import io.firedamp.text.Text;

/**
 * A combination that was tried.
 *
 * @param number in the walk, from 1
 * @param won whether it was understood
 * @param result in words
 */
record Trial(int number, Combination combination, boolean won, Text result) {}
