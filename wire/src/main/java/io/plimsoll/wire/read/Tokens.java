package io.plimsoll.wire.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as a row of expectations; each fails with {@link UnexpectedToken} where something else comes.
 *
 * <p>Texts are read from the bytes themselves, where these are plain: the parser would copy each of them twice.
 */
final class Tokens {

    /** Not what was expected: the mapper may know better. */
    static final class UnexpectedToken extends IOException {

        private static final long serialVersionUID = 1;

        UnexpectedToken(@Nullable JsonToken found) {
            super("unexpected " + found);
        }

        /** Only ever caught: nobody reads where it came from. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Reads one value that stands next. */
    interface Value<T> {
        T read(Tokens in) throws IOException;
    }

    private final byte[] json;
    private final JsonParser parser;
    private final Recurring recurring;

    /** @param parser that stands at the beginning of {@code json} */
    Tokens(byte[] json, JsonParser parser, Recurring recurring) {
        this.json = json;
        this.parser = parser;
        this.recurring = recurring;
    }

    void startObject() throws IOException {
        expect(JsonToken.START_OBJECT);
    }

    /** The next field's name; null at the object's end. */
    @Nullable
    String field() throws IOException {
        String name = parser.nextFieldName();
        if (name == null && !parser.hasToken(JsonToken.END_OBJECT)) {
            throw new UnexpectedToken(parser.currentToken());
        }
        return name;
    }

    /** A text that probably came before. */
    String text() throws IOException {
        expect(JsonToken.VALUE_STRING);
        int from = begin();
        int end = end(from);
        return end < 0 ? parser.getText() : recurring.text(json, from, end - from);
    }

    /** Where the text begins that the parser stands at; negative where that can't be told. */
    private int begin() {
        long quote = parser.currentTokenLocation().getByteOffset();
        return quote >= 0 && quote < json.length && json[(int) quote] == '"' ? (int) quote + 1 : -1;
    }

    /** Where the text ends; negative where it holds anything but plain ASCII. */
    private int end(int from) {
        for (int i = from; i >= 0 && i < json.length; i++) {
            byte next = json[i];
            if (next == '"') {
                return i;
            }
            if (next < ' ' || next == '\\') {
                return -1;
            }
        }
        return -1;
    }

    /** A text that is one of very many, or never comes again: to look for it would take longer than to make it. */
    String unique() throws IOException {
        expect(JsonToken.VALUE_STRING);
        int from = begin();
        int end = end(from);
        return end < 0 ? parser.getText() : new String(json, from, end - from, ISO_8859_1);
    }

    Instant instant() throws IOException {
        expect(JsonToken.VALUE_STRING);
        int from = begin();
        int end = end(from);
        Instant instant = end < 0 ? null : recurring.instant(json, from, end - from);
        if (instant == null) {
            throw new UnexpectedToken(JsonToken.VALUE_STRING);
        }
        return instant;
    }

    Duration duration() throws IOException {
        return recurring.duration(text());
    }

    /** The one whose name stands there; {@link Enum#valueOf} would ask a map. */
    <E extends Enum<E>> E oneOf(E[] values) throws IOException {
        String name = text();
        for (E value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw new UnexpectedToken(JsonToken.VALUE_STRING);
    }

    long number() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getLongValue();
    }

    int integer() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT);
        return parser.getIntValue();
    }

    boolean flag() throws IOException {
        Boolean value = parser.nextBooleanValue();
        if (value == null) {
            throw new UnexpectedToken(parser.currentToken());
        }
        return value;
    }

    List<String> texts() throws IOException {
        return list(Tokens::text);
    }

    Map<String, String> textMap() throws IOException {
        startObject();
        Map<String, String> map = new LinkedHashMap<>();
        for (String field = field(); field != null; field = field()) {
            map.put(field, text());
        }
        return map;
    }

    /** Objects in a row. */
    <T> List<T> list(Value<T> value) throws IOException {
        expect(JsonToken.START_ARRAY);
        List<T> list = new ArrayList<>();
        while (true) {
            // Peeking isn't possible: an element's reader is told that its first token is the current one.
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return list;
            }
            pushedBack = token;
            list.add(value.read(this));
        }
    }

    private @Nullable JsonToken pushedBack;

    /** By the mapper, from here to the value's end; the reader is of that type. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> T mapped(ObjectReader reader) throws IOException {
        parser.nextToken();
        return reader.readValue(parser);
    }

    void skip() throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private void expect(JsonToken token) throws IOException {
        JsonToken next = pushedBack;
        if (next == null) {
            next = parser.nextToken();
        } else {
            pushedBack = null;
        }
        if (next != token) {
            throw new UnexpectedToken(next);
        }
    }
}
