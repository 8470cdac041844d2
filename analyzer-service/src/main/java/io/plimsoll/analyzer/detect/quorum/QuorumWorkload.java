package io.plimsoll.analyzer.detect.quorum;

import io.plimsoll.model.ObjectRef;
import io.plimsoll.model.fact.PodTemplate;
import io.plimsoll.model.fact.WorkloadState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which StatefulSets hold a majority vote: labelled or annotated {@code plimsoll.io/quorum: "true"}, or known by a word of
 * their name or of an image's name. {@code "false"} says that one isn't, whatever its name.
 *
 * @param words single words, or several joined by a hyphen
 */
public record QuorumWorkload(Set<String> words) {

    private static final String LABEL = "plimsoll.io/quorum";

    public QuorumWorkload {
        words = Set.copyOf(words);
    }

    public static QuorumWorkload defaults() {
        return new QuorumWorkload(Set.of(
                "etcd",
                "zookeeper",
                "consul",
                "cockroach",
                "cockroachdb",
                "kafka-controller",
                "kraft",
                "vault",
                "rabbitmq",
                "nats",
                "mongodb",
                "tikv",
                "foundationdb"));
    }

    public boolean is(ObjectRef workload, WorkloadState state) {
        if (!workload.kind().equals("StatefulSet")) {
            return false;
        }
        PodTemplate template = state.template();
        Map<String, String> podLabels = template == null ? Map.of() : template.labels();
        for (Map<String, String> said : List.of(state.labels(), state.annotations(), podLabels)) {
            String answer = said.get(LABEL);
            if (answer != null) {
                return Boolean.parseBoolean(answer);
            }
        }
        return known(workload.name())
                || (template != null && template.images().stream().anyMatch(image -> known(imageName(image))));
    }

    /** {@code registry:5000/coreos/etcd:v3.5}: {@code etcd}. */
    private static String imageName(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        int tag = last.indexOf(':');
        return tag < 0 ? last : last.substring(0, tag);
    }

    private boolean known(String name) {
        String bounded = "-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-";
        return words.stream().anyMatch(word -> bounded.contains("-" + word + "-"));
    }
}
