/**
 * One node's way through maintenance, as a total function of state, signal and time.
 *
 * <p>Nothing here knows how an act is performed. A state holds only what is true in it; an effect is data, and whatever the
 * answer to it (or its absence), the machine knows what comes next. Timers are armed before the act they guard, and silence
 * isn't refusal: an act without an answer is asked again, because every act here may be repeated without harm.
 */
@NullMarked
package io.plimsoll.actuator.node;

import org.jspecify.annotations.NullMarked;
