/**
 * What a PodDisruptionBudget lets go: the disruption controller's status computed anew, and what it would be at other
 * replica counts.
 *
 * <p>Transition rules read the status the API server shows; what-if rules ask here. Both rest on
 * {@link io.plimsoll.model.budget.BudgetArithmetic}, so that an alert and the eviction API never disagree by rounding.
 */
@NullMarked
package io.plimsoll.analyzer.detect.budget;

import org.jspecify.annotations.NullMarked;
