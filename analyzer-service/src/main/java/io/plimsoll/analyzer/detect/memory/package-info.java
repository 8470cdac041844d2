/** M1 to M8: nodes short of memory, who would be evicted, containers that grow or were killed. */
@NullMarked
package io.plimsoll.analyzer.detect.memory;

import org.jspecify.annotations.NullMarked;
