package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Recommendation;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import java.util.List;

/**
 * The AsyncAPI 3 document, made of the topics and the published schemas. The actuator's journal isn't in it: nobody else
 * reads or writes that.
 */
final class AsyncApi {

    /** What a record on a topic is, for those who meet it there. */
    private record Channel(Topic topic, String type, String key, String description) {}

    private static final List<Channel> CHANNELS = List.of(
            new Channel(
                    Topic.FACTS,
                    RecordTypes.FACT,
                    "cluster/kind/namespace/name",
                    "The state of the clusters and every change of it, in order for each cluster."),
            new Channel(Topic.ALERTS, Alert.TYPE, "fingerprint", "The newest state of each alert."),
            new Channel(Topic.ALERTS_HISTORY, Alert.TYPE, "fingerprint", "Every state of each alert."),
            new Channel(
                    Topic.DECISIONS,
                    Decision.TYPE,
                    "cluster or cluster/node",
                    "What should be done because of an alert, until when, and why."),
            new Channel(
                    Topic.RECOMMENDATIONS,
                    Recommendation.TYPE,
                    "cluster/workload/container",
                    "What a container should ask for, by what it used."),
            new Channel(
                    Topic.MAINTENANCE_REQUESTS,
                    MaintenanceRequest.TYPE,
                    "cluster",
                    "What somebody asks to be done to nodes; answered on the status topic."),
            new Channel(
                    Topic.MAINTENANCE_STATUS,
                    MaintenanceStatus.TYPE,
                    "request id",
                    "The newest answer to each request; exactly one is terminal."),
            new Channel(Topic.AUDIT, AuditRecord.TYPE, "cluster/node", "Every act on a cluster."),
            new Channel(
                    Topic.DEAD_LETTERS,
                    DeadLetter.TYPE,
                    "key of the record that couldn't be read",
                    "What couldn't be read, where it lay and why."));

    private AsyncApi() {}

    static ObjectNode document() {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("asyncapi", "3.0.0");
        ObjectNode info = document.putObject("info");
        info.put("title", "Plimsoll").put("version", "1.0.0");
        info.put(
                "description",
                "Records are JSON with CloudEvents 1.0 binary-mode headers. Topic names begin with a prefix, by default "
                        + "plimsoll. Within a major version, which ce_type carries, a change only adds; readers ignore "
                        + "fields they don't know.");
        info.putObject("license").put("name", "Apache-2.0");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode messages = document.putObject("components").putObject("messages");
        for (Channel channel : CHANNELS) {
            channel(channels.putObject(name(channel.topic())), channel);
            operation(operations, channel);
            if (!messages.has(message(channel.type()))) {
                message(messages.putObject(message(channel.type())), channel);
            }
        }
        return document;
    }

    private static void channel(ObjectNode node, Channel channel) {
        node.put("address", channel.topic().under(Topic.DEFAULT_PREFIX));
        node.put("description", channel.description());
        node.putObject("messages")
                .putObject(message(channel.type()))
                .put("$ref", "#/components/messages/" + message(channel.type()));
        ObjectNode kafka = node.putObject("bindings").putObject("kafka");
        kafka.put("topic", channel.topic().under(Topic.DEFAULT_PREFIX));
        ObjectNode topic = kafka.putObject("topicConfiguration");
        channel.topic().settings().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(setting -> {
                    if (setting.getKey().equals("cleanup.policy")) {
                        topic.putArray(setting.getKey()).add(setting.getValue());
                    } else if (setting.getKey().equals("compression.type")) {
                        topic.put(setting.getKey(), setting.getValue());
                    } else {
                        topic.put(setting.getKey(), Long.parseLong(setting.getValue()));
                    }
                });
        kafka.put("bindingVersion", "0.5.0");
    }

    /** As Plimsoll sees it: it receives requests and sends the rest. */
    private static void operation(ObjectNode operations, Channel channel) {
        boolean received = channel.topic() == Topic.MAINTENANCE_REQUESTS;
        String name = name(channel.topic());
        String verb = received ? "receive" : "send";
        ObjectNode operation = operations.putObject(verb + Character.toUpperCase(name.charAt(0)) + name.substring(1));
        operation.put("action", verb);
        operation.putObject("channel").put("$ref", "#/channels/" + name);
        operation
                .putArray("messages")
                .addObject()
                .put("$ref", "#/channels/" + name + "/messages/" + message(channel.type()));
    }

    private static void message(ObjectNode node, Channel channel) {
        node.put("name", channel.type());
        node.put("contentType", "application/json");
        node.set("headers", headers(channel.type()));
        ObjectNode payload = node.putObject("payload");
        payload.put("schemaFormat", "application/schema+json;version=draft-2020-12");
        payload.putObject("schema").put("$ref", "./schemas/" + channel.type() + ".json");
        ObjectNode kafka = node.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", channel.key());
        kafka.put("bindingVersion", "0.5.0");
    }

    /** The CloudEvents attributes of a type, each a header of its own; also what the records of a run are checked by. */
    static ObjectNode headers(String type) {
        ObjectNode headers = Json.mapper().createObjectNode();
        headers.put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("type", "string").put("const", "1.0");
        properties.putObject("ce_id").put("type", "string").put("minLength", 1);
        properties.putObject("ce_source").put("type", "string").put("pattern", "^/");
        properties.putObject("ce_type").put("type", "string").put("const", type);
        properties.putObject("ce_time").put("type", "string").put("format", "date-time");
        properties.putObject("ce_subject").put("type", "string");
        properties.putObject("content-type").put("type", "string").put("const", "application/json");
        ArrayNode required = headers.putArray("required");
        properties.fieldNames().forEachRemaining(required::add);
        return headers;
    }

    private static String name(Topic topic) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char letter : topic.under("").substring(1).toCharArray()) {
            if (Character.isLetter(letter)) {
                name.append(upper ? Character.toUpperCase(letter) : letter);
            }
            upper = !Character.isLetter(letter);
        }
        return name.toString();
    }

    /** {@code io.plimsoll.maintenance.request.v1} → {@code maintenanceRequestV1}. */
    private static String message(String type) {
        StringBuilder name = new StringBuilder();
        for (String part : type.substring("io.plimsoll.".length()).split("[.-]")) {
            name.append(name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return name.toString();
    }
}
