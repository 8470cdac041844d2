/** A service as it is shipped, in a process of its own, measured from outside. */
@NullMarked
package io.plimsoll.benchmarks.process;

import org.jspecify.annotations.NullMarked;
