/** Topics in and out: requests and decisions, answers, audit, dead letters. An offset is committed once it is journalled. */
@NullMarked
package io.plimsoll.actuator.messaging;

import org.jspecify.annotations.NullMarked;
