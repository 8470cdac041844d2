package io.plimsoll.watcher.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.plimsoll.model.fact.ClusterAutoscalerStatus;
import io.plimsoll.model.fact.EventState;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.LeaseState;
import io.plimsoll.wire.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a fact says: a number that changes with it, and its JSON where that was made for the number's sake.
 *
 * <p>Heartbeats are no part of it: a lease's renewal, the autoscaler's probe times, an event's place in the counting, and
 * the times of one that is counted (what has happened again has a higher count). Heartbeats of a node's conditions are not
 * even projected.
 */
public final class Content {

    private static final ObjectWriter WRITER = Json.mapper().writerFor(FactBody.class);
    private static final Pattern PROBE_TIMES =
            Pattern.compile("(?im)^.*(lastprobetime|last_updated|cluster-autoscaler status at |^time:).*$");
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private final long number;
    private final byte @Nullable [] json;

    private Content(long number, byte @Nullable [] json) {
        this.number = number;
        this.json = json;
    }

    static Content of(FactBody body) {
        FactBody lasting = withoutHeartbeat(body);
        try {
            byte[] json = WRITER.writeValueAsBytes(lasting);
            return new Content(hash(json), same(lasting, body) ? json : null);
        } catch (JsonProcessingException e) {
            return new Content(0, null); // unequal to everything: the fact goes out, and fails where it is written
        }
    }

    /** Never 0, but where the body can't be written. */
    long number() {
        return number;
    }

    /** The whole body as it is to be written; null where that isn't known yet. */
    public byte @Nullable [] json() {
        return json;
    }

    @SuppressWarnings("ReferenceEquality") // a body without a heartbeat is handed back as it is
    private static boolean same(FactBody lasting, FactBody body) {
        return lasting == body;
    }

    private static FactBody withoutHeartbeat(FactBody body) {
        return switch (body) {
            case LeaseState lease -> new LeaseState(lease.holder(), null, lease.durationSeconds());
            case ClusterAutoscalerStatus status ->
                new ClusterAutoscalerStatus(PROBE_TIMES.matcher(status.text()).replaceAll(""));
            case EventState event ->
                new EventState(
                        event.eventType(),
                        event.reason(),
                        event.message(),
                        event.involved(),
                        event.uidMatch(),
                        event.count(),
                        0,
                        event.count() > 1 ? null : event.firstAt(),
                        event.count() > 1 ? null : event.lastAt(),
                        event.component(),
                        event.host(),
                        event.aggregated());
            case FactBody other -> other;
        };
    }

    /** 64 bits of a text, well mixed; 0 is never returned. */
    static long hash(String text) {
        return hash(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static long hash(byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = bytes.length * ODD;
        while (words.remaining() >= Long.BYTES) {
            hash = mixed(hash ^ words.getLong());
        }
        long rest = 0;
        while (words.hasRemaining()) {
            rest = (rest << 8) | (words.get() & 0xFF);
        }
        hash = mixed(hash ^ rest);
        return hash == 0 ? 1 : hash;
    }

    /** Source: the finaliser of Stafford's variant 13 of MurmurHash3. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
