package io.plimsoll.actuator.messaging;

import io.opentelemetry.context.Context;
import io.plimsoll.wire.trace.Traces;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/**
 * In whose trace acts and answers are: that of the request or decision behind them. Kept in memory, of the last
 * {@value #MOST} that bore one: after a restart a trace ends, nothing else.
 */
final class Origins {

    private static final int MOST = 1_000;

    private final Map<String, Context> contexts = new LinkedHashMap<>();

    /** A request or decision of that id was read. */
    synchronized void came(String id, Headers headers) {
        Context context = Traces.of(headers);
        if (Traces.traced(context)) {
            contexts.putIfAbsent(id, context);
            if (contexts.size() > MOST) {
                contexts.remove(contexts.keySet().iterator().next());
            }
        }
    }

    /** The root where it bore none. */
    synchronized Context of(String id) {
        return contexts.getOrDefault(id, Context.root());
    }
}
