package io.plimsoll.analyzer.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values by two names: of a scope, such as a namespace, and of one thing within it. Nobody has to make one text of both,
 * and the names can be those that the values themselves bear. A scope ends with its last value.
 */
final class ScopedTable<V> {

    private final Map<String, Table<V>> scopes = new HashMap<>();
    private int size;
    /** What was looked for last: facts of one scope come together. */
    private String latestScope = "";

    private @Nullable Table<V> latest;

    /** Takes a value and its names. */
    interface Taker<V> {
        void take(String scope, String name, V value);
    }

    int size() {
        return size;
    }

    @Nullable
    V get(String scope, String name) {
        Table<V> values = scope(scope);
        return values == null ? null : values.get(name);
    }

    private @Nullable Table<V> scope(String scope) {
        if (!scope.equals(latestScope) || latest == null) {
            latest = scopes.get(scope);
            latestScope = scope;
        }
        return latest;
    }

    /** Returns what was there before. */
    @Nullable
    V put(String scope, String name, V value) {
        Table<V> values = scope(scope);
        if (values == null) {
            values = new Table<>();
            scopes.put(scope, values);
            latest = values;
        }
        V before = values.put(name, value);
        size += before == null ? 1 : 0;
        return before;
    }

    /** Returns what was there. */
    @Nullable
    V remove(String scope, String name) {
        Table<V> values = scope(scope);
        V before = values == null ? null : values.remove(name);
        if (values != null && before != null) {
            size--;
            if (values.size() == 0) {
                scopes.remove(scope);
                latest = null;
            }
        }
        return before;
    }

    /** Marks the value of these names, which must be there. */
    void mark(String scope, String name) {
        Objects.requireNonNull(scope(scope)).mark(name);
    }

    /** Each marked value, in no order that means anything, and unmarks it; the table may not be changed meanwhile. */
    void takeMarked(Taker<V> taker) {
        scopes.forEach((scope, values) -> values.takeMarked((name, value) -> taker.take(scope, name, value)));
    }

    /** A copy, in no order that means anything. */
    List<V> in(String scope) {
        Table<V> values = scopes.get(scope);
        return values == null ? new ArrayList<>() : values.values();
    }

    /** A copy, in no order that means anything. */
    List<String> scopes() {
        return List.copyOf(scopes.keySet());
    }

    /** A copy, in no order that means anything. */
    List<String> names(String scope) {
        Table<V> values = scopes.get(scope);
        return values == null ? List.of() : values.keys();
    }
}
