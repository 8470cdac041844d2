/**
 * Why an alert stands as it does: the terms of its rule, one by one, with what was measured and what it was held against;
 * how long each severity's condition has held; what suppresses it; and the records it rests on.
 *
 * <p>Made of what detectors return anyway. Which numbers of a rule belong together is said once, in {@link
 * io.plimsoll.analyzer.explain.Criteria}; the worked cases check that the terms a rule needs hold whenever it fires.
 */
@NullMarked
package io.plimsoll.analyzer.explain;

import org.jspecify.annotations.NullMarked;
