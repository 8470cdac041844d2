/**
 * Ours beside the limit, in one run: what {@code ./plimsoll bench} starts. Two sides are measured in turn, so that what
 * slows the machine slows both; the ratio is the result.
 */
@NullMarked
package io.plimsoll.benchmarks;

import org.jspecify.annotations.NullMarked;
