/**
 * The controllers of a simulated cluster as one: start them over a store, and pull their levers.
 *
 * <p>{@link io.plimsoll.simulator.controllers.Controllers#start} runs them by a thread of their own;
 * {@link io.plimsoll.simulator.controllers.Controllers#stepped} leaves running them to the caller, who turns the clock.
 */
@NullMarked
package io.plimsoll.simulator.controllers;

import org.jspecify.annotations.NullMarked;
