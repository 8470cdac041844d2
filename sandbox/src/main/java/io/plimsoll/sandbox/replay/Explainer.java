package io.plimsoll.sandbox.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.analyzer.explain.Explanation;
import io.plimsoll.analyzer.lifecycle.Life;
import io.plimsoll.analyzer.stream.Observer;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.wire.Json;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Tells of one alert, at each of its changes, why it stands as it does; of the others it knows the names. */
final class Explainer implements Observer {

    private final String wanted;
    private final Consumer<ObjectNode> out;
    private final Set<String> others = new TreeSet<>();
    private boolean found;

    /** @param wanted fingerprint or id */
    Explainer(String wanted, Consumer<ObjectNode> out) {
        this.wanted = wanted;
        this.out = out;
    }

    @Override
    public void alertStands(Alert alert, Life life) {
        others.add(alert.fingerprint());
        if (!alert.fingerprint().equals(wanted) && !alert.id().equals(wanted)) {
            return;
        }
        found = true;
        ObjectNode line = Json.mapper().createObjectNode();
        line.put("at", alert.updatedAt().toString());
        line.put("topic", "explanation");
        line.put("key", alert.fingerprint());
        line.set("value", Json.mapper().valueToTree(Explanation.of(alert, life)));
        out.accept(line);
    }

    boolean found() {
        return found;
    }

    String others() {
        return others.isEmpty() ? "none at all" : String.join(", ", others);
    }
}
