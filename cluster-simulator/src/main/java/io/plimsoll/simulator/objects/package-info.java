/**
 * Typed read views over the API server's object trees: just the fields the simulated controllers decide on.
 *
 * <p>Views are parsed once per change and never written to; whoever writes works on a copy of {@code raw()}.
 */
@NullMarked
package io.plimsoll.simulator.objects;

import org.jspecify.annotations.NullMarked;
