/** Benchmarks of the Modbus driver; in its package, because they read without a framework. */
package io.firedamp.driver.modbus;
