/**
 * What the base information table 基础信息表 says of instruments and facilities (CCER-6.2, CCER-6.3). No
 * null, every value immutable.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.register;
