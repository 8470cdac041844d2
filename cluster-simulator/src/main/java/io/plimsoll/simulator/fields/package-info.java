/** Which manager set which field of an object: {@code metadata.managedFields}, as pure functions on JSON trees. */
@NullMarked
package io.plimsoll.simulator.fields;

import org.jspecify.annotations.NullMarked;
