/** The analyzer beside a topology that only copies: same records, broker, threads and guarantee. */
@NullMarked
package io.plimsoll.benchmarks.analyzer;

import org.jspecify.annotations.NullMarked;
