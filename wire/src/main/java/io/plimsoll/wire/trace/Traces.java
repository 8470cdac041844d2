package io.plimsoll.wire.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.plimsoll.wire.CloudEvents;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Traces across the topics, by whatever OpenTelemetry the process has installed. Without one nothing is made and no header
 * is written, but a context that came in is passed on.
 */
public final class Traces {

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final FromHeaders FROM_HEADERS = new FromHeaders();
    private static final String SCOPE = "io.plimsoll";

    private Traces() {}

    /** The context that a record bears; the root where it bears none. */
    public static Context of(Headers headers) {
        return headers.lastHeader("traceparent") == null
                ? Context.root()
                : W3C.extract(Context.root(), headers, FROM_HEADERS);
    }

    /** Whether a context belongs to a trace. */
    public static boolean traced(Context context) {
        return Span.fromContext(context).getSpanContext().isValid();
    }

    /**
     * A step that is done as soon as its record is written.
     *
     * @param name of the span, of few values: {@code fact}, {@code alert C1}
     * @param parent the step that led to it; at the root a new trace begins
     * @param subject what it is about, as in {@code ce_subject}
     * @param into the headers of its record, which then bear the new context
     */
    public static void step(String name, Context parent, String subject, Headers into) {
        Span span = GlobalOpenTelemetry.getTracer(SCOPE)
                .spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("plimsoll.subject", subject)
                .startSpan();
        span.end();
        W3C.inject(parent.with(span), into, Traces::put);
    }

    private static void put(@Nullable Headers headers, String key, String value) {
        if (headers != null) {
            headers.remove(key).add(key, value.getBytes(UTF_8));
        }
    }

    private static final class FromHeaders implements TextMapGetter<Headers> {

        @Override
        public Iterable<String> keys(Headers headers) {
            return Stream.of(headers.toArray()).map(Header::key).toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            return headers == null ? null : CloudEvents.text(headers, key);
        }
    }
}
