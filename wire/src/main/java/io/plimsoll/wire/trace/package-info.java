/**
 * One trace from a change in the cluster to what was done about it: the W3C trace context travels in the records' headers
 * {@code traceparent} and {@code tracestate}.
 */
@NullMarked
package io.plimsoll.wire.trace;

import org.jspecify.annotations.NullMarked;
