/** What the machine of a node and the guards are shown of the view and of what is remembered. Pure. */
@NullMarked
package io.plimsoll.actuator.sight;

import org.jspecify.annotations.NullMarked;
