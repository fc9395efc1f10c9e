/** {@code firedamp:report}, {@code :gaps}, {@code :export} and {@code :check}. No null. */
package io.firedamp.accounting.command;
