/**
 * What tests share: contracts that every driver, store and clock must pass, a clock that is set by
 * hand, real brokers, a real browser, and links that can be cut. Never part of the distribution.
 */
package io.firedamp.testkit;
