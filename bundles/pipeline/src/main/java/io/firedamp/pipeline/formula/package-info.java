/**
 * Formulas of computed points. The only package that knows EvalEx, the library that parses and
 * computes them. Not exported. No null.
 */
package io.firedamp.pipeline.formula;
