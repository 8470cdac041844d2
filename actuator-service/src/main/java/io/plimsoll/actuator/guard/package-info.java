/**
 * What must agree before a node is started: each guard one file, one pure function, one stable code.
 *
 * <p>A guard that can't be evaluated is closed. {@link io.plimsoll.actuator.guard.Guards#all} asks every one, so that a
 * deferral names everything that holds it back and not only the first.
 */
@NullMarked
package io.plimsoll.actuator.guard;

import org.jspecify.annotations.NullMarked;
