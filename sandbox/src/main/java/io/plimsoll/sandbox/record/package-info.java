/** Facts of the topic into a file that {@code replay} reads. */
@NullMarked
package io.plimsoll.sandbox.record;

import org.jspecify.annotations.NullMarked;
