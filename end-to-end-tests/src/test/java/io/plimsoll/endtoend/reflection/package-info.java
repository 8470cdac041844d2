/**
 * What a native image must keep reachable by name, though nothing in the code makes it: a class that is forgotten there
 * fails only in the image, on the first record.
 */
@NullMarked
package io.plimsoll.endtoend.reflection;

import org.jspecify.annotations.NullMarked;
