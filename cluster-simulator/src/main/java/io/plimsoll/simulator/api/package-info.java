/**
 * The Kubernetes API on top of the store: what a request means, who may make it, what it changes and how the answer
 * looks.
 *
 * <p>A request passes, in this order: faults, authentication, authorization, then the class for its verb or
 * subresource. Whatever fails on the way is an {@link io.plimsoll.simulator.store.ApiException}, written as a Status in
 * one place ({@link io.plimsoll.simulator.api.ApiServer}).
 */
@NullMarked
package io.plimsoll.simulator.api;

import org.jspecify.annotations.NullMarked;
