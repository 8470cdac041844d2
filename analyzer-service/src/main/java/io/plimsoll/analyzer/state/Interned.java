package io.plimsoll.analyzer.state;

import io.plimsoll.model.Copies;
import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.OwnerRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One instance of each equal value; what nobody holds any more is forgotten by the collector. */
final class Interned {

    private final WeakTable known = new WeakTable();

    <T> T value(T value) {
        return value(value, UnaryOperator.identity());
    }

    /** The value that is known, or else what {@code made} makes of this one: an equal value of parts that are known. */
    @SuppressWarnings("unchecked")
    <T> T value(T value, UnaryOperator<T> made) {
        Object kept = known.get(value);
        if (kept != null) {
            return (T) kept;
        }
        T added = made.apply(value);
        known.add(added);
        return added;
    }

    <T> @Nullable T valueOrNull(@Nullable T value) {
        return value == null ? null : value(value);
    }

    String text(String text) {
        return value(text);
    }

    @Nullable
    String textOrNull(@Nullable String text) {
        return text == null ? null : value(text);
    }

    /** Labels or annotations, and each text in them. */
    Map<String, String> texts(Map<String, String> texts) {
        return value(texts, map -> {
            Map<String, String> shared = new LinkedHashMap<>();
            map.forEach((key, value) -> shared.put(text(key), text(value)));
            return Copies.map(shared);
        });
    }

    @Nullable
    OwnerRef owner(@Nullable OwnerRef owner) {
        return owner == null
                ? null
                : value(owner, ref -> new OwnerRef(text(ref.kind()), text(ref.name()), textOrNull(ref.uid())));
    }

    /** Its texts, which stand in other references and in labels too; not the whole, for an object has one. */
    ObjectRef ref(ObjectRef ref) {
        return new ObjectRef(text(ref.kind()), textOrNull(ref.namespace()), text(ref.name()), textOrNull(ref.uid()));
    }
}
