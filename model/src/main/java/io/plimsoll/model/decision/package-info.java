/** What the analyzer asks of the actuator, why, and until when it holds. */
@NullMarked
package io.plimsoll.model.decision;

import org.jspecify.annotations.NullMarked;
