/** What every service says of a configuration that it can't start with: a line for each fault. */
@NullMarked
package io.plimsoll.wire.start;

import org.jspecify.annotations.NullMarked;
