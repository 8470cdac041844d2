/**
 * What the log says a cluster is like: present objects, running totals, and bounded memories of what happened.
 *
 * <p>Facts are folded in one by one, in the log's order; nothing here knows where they come from or what time it is
 * elsewhere. One instance belongs to one thread. Everything that is kept is found again by key, so that the cost of a
 * fact doesn't grow with the cluster.
 */
@NullMarked
package io.plimsoll.analyzer.state;

import org.jspecify.annotations.NullMarked;
