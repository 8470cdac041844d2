/** Incidents from the field: what happens to the cluster, what must come of it, and how it is told. */
@NullMarked
package io.plimsoll.sandbox.story;

import org.jspecify.annotations.NullMarked;
