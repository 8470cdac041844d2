package io.plimsoll.actuator.plan;

import io.plimsoll.model.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Things that carry a selector, found by the labels they may select: by one label each, where they name any. */
final class BySelector<T> {

    private final Map<String, Map<String, List<T>>> byLabel = new HashMap<>();
    private final List<T> others = new ArrayList<>();

    void add(LabelSelector selector, T thing) {
        var label = selector.matchLabels().entrySet().stream().findFirst();
        if (label.isEmpty()) {
            others.add(thing);
        } else {
            byLabel.computeIfAbsent(label.get().getKey(), _ -> new HashMap<>())
                    .computeIfAbsent(label.get().getValue(), _ -> new ArrayList<>())
                    .add(thing);
        }
    }

    /** Calls with each thing whose selector may select these labels, once. */
    void forLabels(Map<String, String> labels, Consumer<T> action) {
        others.forEach(action);
        if (byLabel.isEmpty()) {
            return;
        }
        for (var label : labels.entrySet()) {
            Map<String, List<T>> byValue = byLabel.get(label.getKey());
            List<T> found = byValue == null ? null : byValue.get(label.getValue());
            if (found != null) {
                found.forEach(action);
            }
        }
    }
}
