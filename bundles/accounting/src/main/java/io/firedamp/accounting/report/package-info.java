/**
 * Reports: what they say ({@link io.firedamp.accounting.report.Reports}), and how it is written
 * down for a terminal, for scripts, as CSV, XLSX and a page to print. A number is made once, as a
 * {@link io.firedamp.accounting.report.Cell}, and no form computes anything.
 *
 * <p>The only package that knows the library that writes XLSX. No null.
 */
package io.firedamp.accounting.report;
