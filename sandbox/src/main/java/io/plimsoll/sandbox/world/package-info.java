/** Broker, simulated cluster and clock that the services run against. */
@NullMarked
package io.plimsoll.sandbox.world;

import org.jspecify.annotations.NullMarked;
