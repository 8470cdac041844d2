/**
 * When maintenance may happen: windows and blackouts in wall-clock time, answered as instants.
 *
 * <p>Every window comes down to spans between two instants. A span opens at the first instant at which its zone's clocks
 * show the start, and closes at the first at which they have reached the end: so an hour that is skipped is skipped, one
 * that comes twice counts once, and nothing opens twice a day. What can't be read is closed.
 */
@NullMarked
package io.plimsoll.actuator.calendar;

import org.jspecify.annotations.NullMarked;
