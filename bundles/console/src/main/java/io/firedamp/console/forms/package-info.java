/**
 * What can be configured by forms, and the files that the forms fill in. The forms themselves are
 * those of the Felix Web Console. No null.
 */
package io.firedamp.console.forms;
