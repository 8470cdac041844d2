/** What turns broke on, so that the one who caused it waits and nobody else. */
@NullMarked
package io.plimsoll.actuator.fault;

import org.jspecify.annotations.NullMarked;
