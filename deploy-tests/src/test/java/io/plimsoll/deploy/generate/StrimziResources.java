package io.plimsoll.deploy.generate;

import static java.util.stream.Collectors.joining;

import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import io.plimsoll.wire.rights.Right;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.kafka.common.resource.PatternType;

/**
 * Topics and users as Strimzi's operators take them ({@code kafka.strimzi.io/v1}, Strimzi 0.49 or later).
 *
 * @param prefix of the topics' names
 * @param cluster the Kafka resource's name
 * @param labels lines that are added to each object's labels
 */
record StrimziResources(
        String prefix, String cluster, String namespace, String partitions, String replicas, List<String> labels) {

    String topics() {
        return Arrays.stream(Topic.values()).map(this::topic).collect(joining("---\n"));
    }

    String users() {
        return Arrays.stream(Party.values()).map(this::user).collect(joining("---\n"));
    }

    private String topic(Topic topic) {
        String config = new TreeMap<>(topic.settings())
                .entrySet().stream()
                        .map(each -> "    " + each.getKey() + ": " + scalar(each.getValue()) + "\n")
                        .collect(joining());
        return head("KafkaTopic", topic.under(prefix)) + "spec:\n  partitions: " + partitions + "\n  replicas: "
                + replicas + "\n  config:\n" + config;
    }

    private String user(Party party) {
        String acls = party.rights(prefix).stream().map(StrimziResources::acl).collect(joining());
        return "# The " + party.name().toLowerCase(Locale.ROOT) + ": " + party.does() + ".\n"
                + head("KafkaUser", party.user(prefix))
                + "spec:\n  authentication:\n    type: scram-sha-512\n  authorization:\n    type: simple\n    acls:\n"
                + acls;
    }

    private static String acl(Right right) {
        String type =
                switch (right.pattern().resourceType()) {
                    case TOPIC -> "topic";
                    case GROUP -> "group";
                    case TRANSACTIONAL_ID -> "transactionalId";
                    case CLUSTER, ANY, UNKNOWN, DELEGATION_TOKEN, USER ->
                        throw new IllegalArgumentException("no party has rights on " + right.pattern());
                };
        String operations = right.operations().stream()
                .map(operation -> {
                    String[] words = operation.name().split("_");
                    return Arrays.stream(words)
                            .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                            .collect(joining());
                })
                .collect(joining(", "));
        String how = right.pattern().patternType() == PatternType.PREFIXED ? "prefix" : "literal";
        return "      - resource: {type: " + type + ", name: \""
                + right.pattern().name() + "\", patternType: " + how + "}\n        operations: [" + operations + "]\n";
    }

    private String head(String kind, String name) {
        String more = labels.stream().map(line -> "    " + line + "\n").collect(joining());
        return "apiVersion: kafka.strimzi.io/v1\nkind: " + kind + "\nmetadata:\n  name: \"" + name + "\"\n  namespace: "
                + namespace + "\n  labels:\n    strimzi.io/cluster: " + cluster + "\n" + more;
    }

    /** Numbers stay numbers: Strimzi's topics take both, but a reader sees what Kafka's documentation shows. */
    private static String scalar(String value) {
        return value;
    }
}
