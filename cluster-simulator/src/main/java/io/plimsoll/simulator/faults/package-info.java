/** Ways for the API server to misbehave, on purpose and on request. */
@NullMarked
package io.plimsoll.simulator.faults;

import org.jspecify.annotations.NullMarked;
