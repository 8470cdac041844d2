package io.plimsoll.model.fact;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The status ConfigMap, as written: YAML from about 1.30 on, plain text before. At most 64 KiB are kept. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ClusterAutoscalerStatus(String text) implements FactBody {

    public ClusterAutoscalerStatus {
        text = text == null ? "" : text;
    }
}
