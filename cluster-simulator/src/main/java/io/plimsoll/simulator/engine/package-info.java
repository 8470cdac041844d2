/**
 * What drives the controllers: one thread that reads the store's changes, keeps a view of nodes and pods with the
 * look-ups controllers need, and hands keys to reconcilers until nothing is left to do.
 *
 * <p>One thread, and every change is read before the next key is taken: so a reconciler always sees its own writes and
 * needs neither locks nor expectations. Time is the cluster's; {@link io.plimsoll.simulator.engine.Engine#settle()}
 * does what is due now and returns, so a test can turn the clock by hand and get the same outcome every time.
 */
@NullMarked
package io.plimsoll.simulator.engine;

import org.jspecify.annotations.NullMarked;
