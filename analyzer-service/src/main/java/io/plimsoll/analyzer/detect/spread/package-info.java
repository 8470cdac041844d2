/**
 * How evenly pods and use lie over domains and nodes.
 *
 * <p>Which domains count is the scheduler's own question, so it is answered by the scheduler's own rules
 * ({@code pkg/scheduler/framework/plugins/podtopologyspread}): a domain in which the pods could never run is not
 * lacking any.
 */
@NullMarked
package io.plimsoll.analyzer.detect.spread;

import org.jspecify.annotations.NullMarked;
