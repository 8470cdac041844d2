/** The commands of {@code ./plimsoll}: options in, one clear line and an exit code out. */
@NullMarked
package io.plimsoll.sandbox.command;

import org.jspecify.annotations.NullMarked;
