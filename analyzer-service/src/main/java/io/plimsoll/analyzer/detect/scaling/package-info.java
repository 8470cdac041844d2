/** A1 to A6: autoscalers that buy and throw away, flap, saturate, can't see, are badly set or can't deliver. */
@NullMarked
package io.plimsoll.analyzer.detect.scaling;

import org.jspecify.annotations.NullMarked;
