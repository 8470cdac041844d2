/** Label and field selectors: as query strings and as the {@code LabelSelector} of specs. */
@NullMarked
package io.plimsoll.simulator.selectors;

import org.jspecify.annotations.NullMarked;
