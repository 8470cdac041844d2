/** The configuration's reference page, made from the services' own sources. */
@NullMarked
package io.plimsoll.endtoend.reference;

import org.jspecify.annotations.NullMarked;
