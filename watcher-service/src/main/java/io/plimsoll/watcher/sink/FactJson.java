package io.plimsoll.watcher.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.watcher.project.Content;
import io.plimsoll.wire.Json;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A fact as it lies in the log; its body isn't written a second time where it was written to be compared. */
public final class FactJson {

    private static final ObjectWriter WHOLE = Json.mapper().writerFor(Fact.class);
    private static final ObjectWriter HEAD =
            Json.mapper().copy().addMixIn(Fact.class, WithoutBody.class).writerFor(Fact.class);
    private static final byte[] BODY = ",\"body\":".getBytes(US_ASCII);

    private FactJson() {}

    /** Laid over {@link Fact} where all but the body is written. */
    @JsonIgnoreProperties("body")
    public interface WithoutBody {}

    static byte[] of(Fact fact, @Nullable Content content) throws JsonProcessingException {
        byte[] body = content == null ? null : content.json();
        if (body == null) {
            return WHOLE.writeValueAsBytes(fact);
        }
        byte[] head = HEAD.writeValueAsBytes(fact);
        int open = head.length - 1; // without its closing brace
        return ByteBuffer.allocate(open + BODY.length + body.length + 1)
                .put(head, 0, open)
                .put(BODY)
                .put(body)
                .put((byte) '}')
                .array();
    }
}
