package io.plimsoll.watcher.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.fact.ClusterAutoscalerConfig;
import io.plimsoll.model.fact.ClusterAutoscalerStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster-autoscaler's command line, from its Deployment, and what it says of itself, from its ConfigMap. */
final class ClusterAutoscalerProjection {

    static final String STATUS_NAME = "cluster-autoscaler-status";
    private static final int LONGEST_STATUS = 64 * 1024;

    private ClusterAutoscalerProjection() {}

    /** Null where the Deployment runs no cluster-autoscaler. */
    static @Nullable ClusterAutoscalerConfig config(Reading deployment) {
        JsonNode containers =
                deployment.json().path("spec").path("template").path("spec").path("containers");
        for (JsonNode container : containers) {
            if (runsAutoscaler(container)) {
                List<String> arguments = new ArrayList<>();
                container.path("command").forEach(word -> arguments.add(Reading.wellFormed(word.asText())));
                container.path("args").forEach(word -> arguments.add(Reading.wellFormed(word.asText())));
                return new ClusterAutoscalerConfig(arguments);
            }
        }
        return null;
    }

    static ClusterAutoscalerStatus status(Reading configMap) {
        String text = configMap.at("data").textOr("status", "");
        return new ClusterAutoscalerStatus(text.length() <= LONGEST_STATUS ? text : text.substring(0, LONGEST_STATUS));
    }

    private static boolean runsAutoscaler(JsonNode container) {
        String image = container.path("image").asText("");
        String repository = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        String last = repository.substring(repository.lastIndexOf('/') + 1);
        String name = last.contains(":") ? last.substring(0, last.indexOf(':')) : last;
        return name.equals("cluster-autoscaler") || name.startsWith("cluster-autoscaler-");
    }
}
