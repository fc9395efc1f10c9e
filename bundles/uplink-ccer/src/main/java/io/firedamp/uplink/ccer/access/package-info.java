/**
 * Reads what the platform hands out, the access information 接入信息 (7.4, CCER-7.4-02), and writes the
 * uplink's configuration from it.
 *
 * <pre>
 * file ──Document──▶ text ──Paper──▶ entries ──Handout──▶ findings ──Draft──▶ settings ──ConfigFile──▶ etc/
 * </pre>
 *
 * <p>Nobody has published the form of that document, so labels are recognised in their usual
 * variants, and what remains doubtful is asked, never guessed. Secrets are shown by their length
 * only. No null.
 */
package io.firedamp.uplink.ccer.access;
