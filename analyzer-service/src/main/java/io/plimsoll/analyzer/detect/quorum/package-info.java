/** StatefulSets whose members vote: how many may be lost, and which names, claims and services they go by. */
@NullMarked
package io.plimsoll.analyzer.detect.quorum;

import org.jspecify.annotations.NullMarked;
