/**
 * What draining a node would do: each pod's verdict, each budget's arithmetic, and where everything would go.
 *
 * <p>The same functions judge a plan and, through {@link io.plimsoll.actuator.plan.PodJudge}, a single pod in the moment
 * before its eviction, so that the two can't disagree about the same state.
 */
@NullMarked
package io.plimsoll.actuator.plan;

import org.jspecify.annotations.NullMarked;
