/** The four ways to patch an object, as pure functions on JSON trees. */
@NullMarked
package io.plimsoll.simulator.patch;

import org.jspecify.annotations.NullMarked;
