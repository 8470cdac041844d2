/**
 * Facts from their bytes, fast: those that come by the thousand are read token by token, everything else and everything
 * odd by the mapper. What comes of it is the same either way.
 */
@NullMarked
package io.plimsoll.wire.read;

import org.jspecify.annotations.NullMarked;
