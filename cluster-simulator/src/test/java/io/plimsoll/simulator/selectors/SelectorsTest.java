package io.plimsoll.simulator.selectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {

    private static final ObjectNode LABELS = JsonNodeFactory.instance
            .objectNode()
            .put("app", "web")
            .put("tier", "front")
            .put("size", "5");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "app=web;true",
                "app==web;true",
                "app = web;true",
                "app!=web;false",
                "app=api;false",
                "other!=x;true",
                "app;true",
                "!app;false",
                "!other;true",
                "app in (api, web);true",
                "app in (api);false",
                "app notin (api);true",
                "other notin (api);true",
                "app=web,tier in (front,back),!other;true",
                "app=web,tier in (back);false",
                "size>4;true",
                "size<4;false",
                "'';true"
            })
    void labelSelectors(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"a in b", "=x", "a in (b", "a b"})
    void labelSelectorsThatMakeNoSense(String selector) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> LabelSelector.parse(selector))
                .matches(e -> e.code() == 400);
    }

    @Test
    void aFieldTheTypeDoesNotKnowIsABadRequest() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> FieldSelector.parse(ResourceTypes.NODE, "status.phase=Running"))
                .withMessage("field label not supported: status.phase");
    }

    @Test
    void fieldSelectorsSayWhatTheyRequire() {
        FieldSelector selector = FieldSelector.parse(ResourceTypes.POD, "spec.nodeName==n1,status.phase!=Failed");

        assertThat(selector.required("spec.nodeName")).isEqualTo("n1");
        assertThat(selector.required("status.phase")).isEmpty();
    }
}
