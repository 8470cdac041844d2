package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.fact.PodState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the pods a selector may mean without asking every pod of the namespace each time: for one planning. */
final class PodsByLabel {

    private final ClusterView view;
    private final Map<String, Map<String, List<Viewed<PodState>>>> byNamespaceAndKey = new HashMap<>();

    PodsByLabel(ClusterView view) {
        this.view = view;
    }

    /** All that the selector selects in the namespace, and perhaps others. */
    Collection<Viewed<PodState>> candidates(String namespace, LabelSelector selector) {
        var wanted = selector.matchLabels().entrySet().stream().findFirst();
        if (wanted.isEmpty()) {
            return view.podsIn(namespace);
        }
        String key = wanted.get().getKey();
        return byNamespaceAndKey
                .computeIfAbsent(namespace + "/" + key, _ -> indexed(namespace, key))
                .getOrDefault(wanted.get().getValue(), List.of());
    }

    private Map<String, List<Viewed<PodState>>> indexed(String namespace, String key) {
        Map<String, List<Viewed<PodState>>> byValue = new HashMap<>();
        for (Viewed<PodState> pod : view.podsIn(namespace)) {
            String value = pod.state().labels().get(key);
            if (value != null) {
                byValue.computeIfAbsent(value, _ -> new ArrayList<>()).add(pod);
            }
        }
        return byValue;
    }
}
