/** In which order the kubelet would end pods when its node runs out of memory. */
@NullMarked
package io.plimsoll.analyzer.detect.eviction;

import org.jspecify.annotations.NullMarked;
