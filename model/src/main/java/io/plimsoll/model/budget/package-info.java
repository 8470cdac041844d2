/** PodDisruptionBudget arithmetic, exactly as the disruption controller and the eviction API do it. */
@NullMarked
package io.plimsoll.model.budget;

import org.jspecify.annotations.NullMarked;
