/** Nodes that fail, flap, fill up or restart, and workloads whose containers don't come up. */
@NullMarked
package io.plimsoll.analyzer.detect.nodes;

import org.jspecify.annotations.NullMarked;
