/** How autoscalers are set and what they do: command lines, status, steps of node groups, turning points of replicas. */
@NullMarked
package io.plimsoll.analyzer.detect.autoscaler;

import org.jspecify.annotations.NullMarked;
