package io.plimsoll.analyzer.state;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** One instance of each equal value; what nobody holds any more is forgotten by the collector. */
final class Interned {

    private final Map<Object, WeakReference<Object>> known = new WeakHashMap<>();

    @SuppressWarnings("unchecked")
    <T> T value(T value) {
        WeakReference<Object> reference = known.get(value);
        Object kept = reference == null ? null : reference.get();
        if (kept != null) {
            return (T) kept;
        }
        known.put(value, new WeakReference<>(value));
        return value;
    }

    String text(String text) {
        return value(text);
    }

    @Nullable
    String textOrNull(@Nullable String text) {
        return text == null ? null : value(text);
    }

    <T> @Nullable T valueOrNull(@Nullable T value) {
        return value == null ? null : value(value);
    }
}
