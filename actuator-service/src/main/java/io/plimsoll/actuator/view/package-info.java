/**
 * The cluster as the actuator sees it: what its informers hold, indexed by the questions that plans and guards ask.
 *
 * <p>No informer, no client and no clock is known here: the shell projects, puts and removes; the pure core reads.
 */
@NullMarked
package io.plimsoll.actuator.view;

import org.jspecify.annotations.NullMarked;
