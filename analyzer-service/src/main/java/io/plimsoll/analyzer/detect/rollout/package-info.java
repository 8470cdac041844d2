/** When workloads were last changed on purpose, so that what follows from it isn't taken for a fault. */
@NullMarked
package io.plimsoll.analyzer.detect.rollout;

import org.jspecify.annotations.NullMarked;
