/** The words of answers: what a request is told, why it waits and what mends that. Pure. */
@NullMarked
package io.plimsoll.actuator.answer;

import org.jspecify.annotations.NullMarked;
