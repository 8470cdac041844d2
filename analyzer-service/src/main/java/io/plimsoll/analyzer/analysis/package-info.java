/**
 * One cluster's analysis: fold a fact, ask the detectors it concerns, lead their alerts on, decide.
 *
 * <p>The same facts in the same order give the same outcomes, at any speed and with any number of restarts between: what
 * must survive one is handed out as entries and taken back by {@code restore}.
 */
@NullMarked
package io.plimsoll.analyzer.analysis;

import org.jspecify.annotations.NullMarked;
