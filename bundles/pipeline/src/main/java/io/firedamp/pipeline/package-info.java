/**
 * Collects the site: a tick a second, a thread for every source, one frame of what was due, into
 * the store; and keeps the point table. Exports nothing.
 *
 * <p>How the parts hang together: {@link io.firedamp.pipeline.Ticker} says when, {@link
 * io.firedamp.pipeline.TableKeeper} says what ({@link io.firedamp.pipeline.Sheet}), {@link
 * io.firedamp.pipeline.Sources} says who, {@link io.firedamp.pipeline.Collector} asks them all and
 * makes the frame, {@link io.firedamp.pipeline.FrameWriter} stores it. {@link
 * io.firedamp.pipeline.Pipeline} puts them together and is what the rest of the gateway sees.
 *
 * <p>No null, every instant UTC.
 */
package io.firedamp.pipeline;
