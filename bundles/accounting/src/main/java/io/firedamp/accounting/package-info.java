/**
 * Counts what was due, recorded, sent and acknowledged, and finds what was missing.
 *
 * <pre>
 * FrameStore, PointTable ──Hours──▶ a Page for each hour ──Book──▶ state/accounts ──Ledgers──▶ Accounts
 * </pre>
 *
 * <p>It reads the store and judges nothing else. Pages are derived: whatever is missing or damaged
 * is counted again. Only what people have said, and when the gateway started, are facts of its own
 * ({@link io.firedamp.accounting.Facts}). No null.
 */
package io.firedamp.accounting;
