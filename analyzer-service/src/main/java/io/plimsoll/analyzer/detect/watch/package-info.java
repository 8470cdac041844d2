/** Whether Plimsoll itself sees: lost watches, relists, clocks, metrics, a blocked broker. */
@NullMarked
package io.plimsoll.analyzer.detect.watch;

import org.jspecify.annotations.NullMarked;
