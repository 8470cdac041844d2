package io.plimsoll.wire.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.plimsoll.wire.CloudEvents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + SPAN + "-00";

    private final List<SpanData> ended = new ArrayList<>();

    @BeforeEach
    @AfterEach
    void nothingIsInstalled() {
        GlobalOpenTelemetry.resetForTest();
    }

    @Test
    void recordThatBearsNoTraceIsAtTheRoot() {
        assertThat(Traces.of(new RecordHeaders())).isSameAs(Context.root());
        assertThat(Traces.of(headers("tracestate", "vendor=1"))).isSameAs(Context.root());
        assertThat(Traces.traced(Context.root())).isFalse();
    }

    @Test
    void recordBearsTheTraceOfItsHeaders() {
        Context context = Traces.of(headers("traceparent", SAMPLED, "tracestate", "vendor=1"));

        assertThat(Traces.traced(context)).isTrue();
        assertThat(Span.fromContext(context).getSpanContext().getTraceId()).isEqualTo(TRACE);
        assertThat(Span.fromContext(context).getSpanContext().getSpanId()).isEqualTo(SPAN);
        assertThat(Span.fromContext(context).getSpanContext().getTraceState().get("vendor"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c"
            })
    void headerThatIsNoTraceParentBeginsNothing(String value) {
        assertThat(Traces.traced(Traces.of(headers("traceparent", value)))).isFalse();
    }

    @Test
    void withoutATracerNothingIsWrittenAtTheRoot() {
        Headers into = new RecordHeaders();

        Traces.step("fact", Context.root(), "eu1/Node//n1", into);

        assertThat(into).isEmpty();
    }

    @Test
    void withoutATracerTheTraceThatCameInIsPassedOn() {
        Headers into = new RecordHeaders();

        Traces.step("act", Traces.of(headers("traceparent", SAMPLED, "tracestate", "vendor=1")), "eu1/n1", into);

        assertThat(CloudEvents.text(into, "traceparent")).isEqualTo(SAMPLED);
        assertThat(CloudEvents.text(into, "tracestate")).isEqualTo("vendor=1");
    }

    @Test
    void stepAtTheRootBeginsATrace() {
        install();
        Headers into = new RecordHeaders();

        Traces.step("observe change", Context.root(), "eu1/Node//n1", into);

        assertThat(ended).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("observe change");
            assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
            assertThat(span.getAttributes().get(AttributeKey.stringKey("plimsoll.subject")))
                    .isEqualTo("eu1/Node//n1");
            assertThat(CloudEvents.text(into, "traceparent"))
                    .isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
        });
    }

    @Test
    void stepGoesOnWithTheTraceOfWhatLedToItAndTakesThePlaceOfItsHeader() {
        install();
        Headers into = headers("traceparent", SAMPLED);

        Traces.step("alert C1", Traces.of(into), "eu1|C1|Cluster||eu1", into);

        assertThat(ended).singleElement().satisfies(span -> {
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo(SPAN);
            assertThat(span.getSpanId()).isNotEqualTo(SPAN);
            assertThat(Stream.of(into.toArray()).map(Header::key)).containsExactly("traceparent");
            assertThat(CloudEvents.text(into, "traceparent")).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
        });
    }

    /** So that a ratio loses whole traces and never parts. */
    @Test
    void traceThatWasLeftOutAtItsBeginningStaysLeftOut() {
        install();
        Headers into = new RecordHeaders();

        Traces.step("alert C1", Traces.of(headers("traceparent", NOT_SAMPLED)), "eu1|C1|Cluster||eu1", into);

        assertThat(ended).isEmpty();
        assertThat(CloudEvents.text(into, "traceparent"))
                .startsWith("00-" + TRACE)
                .endsWith("-00");
    }

    private void install() {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                .build();
        GlobalOpenTelemetry.set(
                OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    }

    private final class Kept implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private static Headers headers(String... keysAndValues) {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            headers.add(keysAndValues[i], keysAndValues[i + 1].getBytes(UTF_8));
        }
        return headers;
    }
}
