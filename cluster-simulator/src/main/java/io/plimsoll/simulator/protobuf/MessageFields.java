package io.plimsoll.simulator.protobuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field numbers of Kubernetes' messages, from {@code fields.txt}. */
final class MessageFields {

    /** @param type a scalar's name or a message's */
    record Field(String name, Shape shape, String type) {}

    enum Shape {
        ONE,
        LIST,
        MAP
    }

    private static final MessageFields KNOWN = read();

    private final Map<String, Map<Integer, Field>> messages;

    private MessageFields(Map<String, Map<Integer, Field>> messages) {
        this.messages = messages;
    }

    static MessageFields known() {
        return KNOWN;
    }

    /** The fields of a message by number; null if there is no such message. */
    @Nullable
    Map<Integer, Field> of(String message) {
        return messages.get(message);
    }

    private static MessageFields read() {
        Map<String, Map<Integer, Field>> messages = new HashMap<>();
        try (InputStream in = MessageFields.class.getResourceAsStream("fields.txt")) {
            if (in == null) {
                throw new IllegalStateException("fields.txt isn't beside " + MessageFields.class.getName());
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" ");
                    Map<Integer, Field> fields = new HashMap<>();
                    for (int i = 1; i < parts.length; i++) {
                        int equals = parts[i].indexOf('=');
                        fields.put(
                                Integer.parseInt(parts[i].substring(0, equals)), field(parts[i].substring(equals + 1)));
                    }
                    messages.put(parts[0], fields);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MessageFields(messages);
    }

    private static Field field(String text) {
        String[] parts = text.split(":", 2);
        String type = parts[1];
        if (type.startsWith("[]")) {
            return new Field(parts[0], Shape.LIST, type.substring(2));
        }
        return type.startsWith("{}")
                ? new Field(parts[0], Shape.MAP, type.substring(2))
                : new Field(parts[0], Shape.ONE, type);
    }
}
