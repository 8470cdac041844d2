/** Who calls, and what they may do. */
@NullMarked
package io.plimsoll.simulator.rbac;

import org.jspecify.annotations.NullMarked;
