package io.plimsoll.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies for record components; absent means empty, and maps keep the order they came in. */
public final class Copies {

    private Copies() {}

    public static <T> List<T> list(@Nullable List<T> list) {
        return list == null || list.isEmpty() ? List.of() : List.copyOf(list);
    }

    public static <K, V> Map<K, V> map(@Nullable Map<K, V> map) {
        if (map == null || map.isEmpty()) {
            return Map.of();
        }
        if (map instanceof FewEntries) {
            return map;
        }
        return map.size() <= FewEntries.MOST
                ? new FewEntries<>(map)
                : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
