/** The clock of a cluster, which a demonstration may run faster than the machine's. */
@NullMarked
package io.plimsoll.wire.time;

import org.jspecify.annotations.NullMarked;
