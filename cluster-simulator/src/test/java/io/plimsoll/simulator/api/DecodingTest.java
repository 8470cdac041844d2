package io.plimsoll.simulator.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final Decoding decoding = new Decoding();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'spec': {'containers': [{'name': 'a', 'resources': {'requests': {'cpu': '1.5', 'memory': '1e3'}}}]}}",
                "{'spec': {'containers': [{'name': 'a', 'resources': {'requests': {'cpu': 2, 'nvidia.com/gpu': '1'}}}]}}",
                "{'spec': {'containers': [{'name': 'a', 'ports': [{'containerPort': 80}], 'livenessProbe':"
                        + " {'httpGet': {'port': 'http'}}}], 'nodeName': null}}",
                "{'spec': {'$setElementOrder/containers': [{'name': 'a'}], 'containers': [{'$patch': 'delete',"
                        + " 'name': 'a'}]}}",
                "{'metadata': {'managedFields': [{'manager': 'x', 'fieldsV1': {'f:spec': {}}}]}}"
            })
    void whatAPodMayHoldIsTaken(String pod) {
        assertThatCode(() -> check(ResourceTypes.POD, pod, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'spec': {'containers': {'name': 'a'}}}",
                "{'spec': {'containers': ['a']}}",
                "{'spec': {'priority': 'high'}}",
                "{'spec': {'hostNetwork': 'true'}}",
                "{'metadata': {'labels': {'app': 1}}}",
                "{'spec': {'containers': [{'name': 'a', 'resources': {'limits': {'memory': '1Gib'}}}]}}"
            })
    void valuesOfAnotherTypeAreRefused(String pod) {
        assertThatThrownBy(() -> check(ResourceTypes.POD, pod, false))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("Pod in version \"v1\" cannot be handled as a Pod: ");
    }

    @Test
    void fieldsThatTheTypeHasNotAreRefusedWhereTheCallerIsStrict() throws Exception {
        String budget = "{'spec': {'minAvailble': 1}}";

        check(ResourceTypes.POD_DISRUPTION_BUDGET, budget, false);

        assertThatThrownBy(() -> check(ResourceTypes.POD_DISRUPTION_BUDGET, budget, true))
                .hasMessageContaining("strict decoding error: unknown field \"spec.minAvailble\"");
    }

    @Test
    void typesWithoutASchemaMayHoldAnything() {
        assertThatCode(() -> check(ResourceTypes.NODE_POOL, "{'spec': {'weight': 'much'}}", true))
                .doesNotThrowAnyException();
    }

    private void check(ResourceType type, String body, boolean strict) throws JsonProcessingException {
        JsonNode json = JSON.readTree(body.replace('\'', '"'));
        decoding.check(type, json, strict);
    }
}
