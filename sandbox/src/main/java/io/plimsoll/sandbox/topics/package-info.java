/** The topics as they are and as they should be. */
@NullMarked
package io.plimsoll.sandbox.topics;

import org.jspecify.annotations.NullMarked;
