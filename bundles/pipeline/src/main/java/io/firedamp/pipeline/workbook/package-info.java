/** Workbooks, and nothing of what a point table is. No null; everything immutable. */
package io.firedamp.pipeline.workbook;
