/**
 * Follows the store and carries every frame to the national carbon market platform 全国碳市场管理平台 as
 * section 7 of the CCER networking specification says.
 *
 * <pre>
 * FrameStore ──▶ follower ──▶ Uplink (one thread) ──▶ PahoLink ──▶ platform
 *      ▲                        Dispatch · Heart          │
 *      └────── settlements ─────────┘ ◀──── replies ──────┘
 * </pre>
 *
 * <p>{@code Dispatch} and {@code Heart} decide and know neither thread nor network; {@code Codec}
 * alone knows JSON, {@code Cipher} encryption, {@code PahoLink} Paho. No null, every instant UTC.
 */
package io.firedamp.uplink.ccer;
