package io.plimsoll.actuator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.model.fact.Affinity.NodeTerm;
import io.plimsoll.wire.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where volumes can be used, by what ties them to places. */
class VolumesTest {

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean reaches(List<NodeTerm> terms, Map<String, String> node) {
        return terms.isEmpty()
                || terms.stream().anyMatch(term -> term.labels().stream().allMatch(wanted -> wanted.matches(node)));
    }

    @Test
    void zoneThatOnlyAVolumesLabelsNameBindsItToo() {
        JsonNode volume = json("{'metadata': {'labels': {'" + ZONE + "': 'a__b'}}, 'spec': {}}");

        List<NodeTerm> terms = OtherProjections.volume(volume).nodeTerms();

        assertThat(reaches(terms, Map.of(ZONE, "a"))).isTrue();
        assertThat(reaches(terms, Map.of(ZONE, "b"))).isTrue();
        assertThat(reaches(terms, Map.of(ZONE, "c"))).isFalse();
        assertThat(reaches(terms, Map.of("pool", "batch")))
                .as("a node of no zone is everywhere")
                .isTrue();
    }

    @Test
    void labelsNarrowWhatTheAffinityOfAVolumeAllows() {
        JsonNode volume =
                json("{'metadata': {'labels': {'" + OLD_ZONE + "': 'a'}}, 'spec': {'nodeAffinity': {'required':"
                        + " {'nodeSelectorTerms': [{'matchExpressions': [{'key': 'disk', 'operator': 'Exists'}]}]}}}}");

        List<NodeTerm> terms = OtherProjections.volume(volume).nodeTerms();

        assertThat(reaches(terms, Map.of(OLD_ZONE, "a", "disk", "ssd"))).isTrue();
        assertThat(reaches(terms, Map.of(OLD_ZONE, "a"))).isFalse();
        assertThat(reaches(terms, Map.of(OLD_ZONE, "b", "disk", "ssd"))).isFalse();
    }

    @Test
    void storageClassMakesVolumesInAnyOfItsTopologies() {
        JsonNode storageClass = json("{'metadata': {'name': 'fast'}, 'allowedTopologies': ["
                + "{'matchLabelExpressions': [{'key': '" + ZONE + "', 'values': ['a', 'b']}]},"
                + "{'matchLabelExpressions': [{'key': '" + ZONE
                + "', 'values': ['c']}, {'key': 'rack', 'values': ['r1']}]}]}");

        List<NodeTerm> terms = OtherProjections.topologies(storageClass);

        assertThat(reaches(terms, Map.of(ZONE, "b"))).isTrue();
        assertThat(reaches(terms, Map.of(ZONE, "c", "rack", "r1"))).isTrue();
        assertThat(reaches(terms, Map.of(ZONE, "c", "rack", "r2"))).isFalse();
        assertThat(OtherProjections.topologies(json("{'metadata': {'name': 'any'}}")))
                .isEmpty();
    }
}
