package io.plimsoll.simulator.table;

import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;

/**
 * A column.
 *
 * @param wide shown only with {@code -o wide}
 */
record Column(String name, String type, boolean wide, Cell cell) {

    /** What a column says of an object at an instant: text, number or null for nothing. */
    @FunctionalInterface
    interface Cell {
        Object of(StoredObject object, Instant now);
    }

    static Column text(String name, Cell cell) {
        return new Column(name, "string", false, cell);
    }

    static Column number(String name, Cell cell) {
        return new Column(name, "integer", false, cell);
    }

    static Column wide(String name, Cell cell) {
        return new Column(name, "string", true, cell);
    }

    static Column path(String name, String... fields) {
        return text(name, (object, now) -> object.text(fields));
    }

    static Column count(String name, String... fields) {
        return number(name, (object, now) -> object.at(fields).asInt(0));
    }
}
