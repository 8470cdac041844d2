/** The three services as real processes: started, asked for readiness, killed. */
@NullMarked
package io.plimsoll.sandbox.process;

import org.jspecify.annotations.NullMarked;
