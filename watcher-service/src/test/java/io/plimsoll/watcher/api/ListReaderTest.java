package io.plimsoll.watcher.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListReaderTest {

    private final List<String> names = new ArrayList<>();

    @Test
    void itemsAreHandedOverAndThePageSaysHowToGoOn() throws Exception {
        Page page = read("""
                {"kind": "PodList", "metadata": {"resourceVersion": "17", "continue": "abc"},
                 "items": [{"metadata": {"name": "p1"}}, {"metadata": {"name": "p2"}}]}""");

        assertThat(page).isEqualTo(new Page("17", "abc"));
        assertThat(names).containsExactly("p1", "p2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"metadata\": {}, \"items\": null}", "{\"items\": [], \"metadata\": {\"selfLink\": \"/\"}}"})
    void listWithoutItemsAndWithoutVersionIsAList(String response) throws Exception {
        assertThat(read(response)).isEqualTo(new Page("", ""));
        assertThat(names).isEmpty();
    }

    /** Taken for an empty list it would mean that everything is deleted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kind\": \"Status\", \"status\": \"Failure\"}",
                "[]",
                "<html>",
                "",
                "{\"items\": [{\"metadata\": {\"name\": \"p1\"}}",
                "{\"items\": []} {\"items\": []}"
            })
    void whatIsNoWholeListIsAFault(String response) {
        assertThatThrownBy(() -> read(response)).isInstanceOf(IOException.class);
    }

    private Page read(String response) throws Exception {
        return ListReader.read(
                new ByteArrayInputStream(response.getBytes(UTF_8)), "Pod", item -> names.add(item.name()));
    }
}
