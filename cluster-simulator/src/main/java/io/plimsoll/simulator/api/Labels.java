package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceType;
import java.util.Map;
import java.util.regex.Pattern;

/** Which labels and annotations may be had. Source: {@code k8s.io/apimachinery/pkg/util/validation/validation.go}. */
final class Labels {

    private static final String WORD = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final Pattern KEY =
            Pattern.compile("(?i)([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?" + WORD);
    private static final Pattern VALUE = Pattern.compile("(" + WORD + ")?");
    private static final String FORM =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end "
                    + "with an alphanumeric character";

    private Labels() {}

    /** @throws ApiException 422 */
    static void check(ResourceType type, String name, JsonNode metadata) {
        for (Map.Entry<String, JsonNode> label : metadata.path("labels").properties()) {
            key(type, name, "metadata.labels", label.getKey());
            String value = label.getValue().asText("");
            if (!VALUE.matcher(value).matches()) {
                throw ApiException.invalid(
                        type,
                        name,
                        "metadata.labels",
                        "Invalid value: \"%s\": a valid label must be an empty string or %s"
                                .formatted(value, FORM.replace("must consist", "consist")));
            }
        }
        for (Map.Entry<String, JsonNode> annotation :
                metadata.path("annotations").properties()) {
            key(type, name, "metadata.annotations", annotation.getKey());
        }
    }

    private static void key(ResourceType type, String name, String field, String key) {
        if (!KEY.matcher(key).matches()) {
            throw ApiException.invalid(type, name, field, "Invalid value: \"%s\": name part %s".formatted(key, FORM));
        }
    }
}
