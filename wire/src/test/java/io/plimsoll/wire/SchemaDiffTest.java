package io.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaDiffTest {

    private static final String BEFORE = """
            {"$defs": {"State": {"type": "string", "enum": ["FIRING", "RESOLVED"]}},
             "type": "object",
             "properties": {"id": {"type": "string"}, "state": {"$ref": "#/$defs/State"}, "note": {"type": ["string", "null"]},
                            "body": {"anyOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}]}},
             "required": ["id", "state"]}""";

    @Test
    void noChangeIsWell() {
        assertThat(ours(BEFORE)).isEmpty();
    }

    @Test
    void whatOnlyAddsIsWell() {
        assertThat(ours(BEFORE.replace("\"id\": {", "\"more\": {\"type\": \"string\"}, \"id\": {")))
                .isEmpty();
        assertThat(ours(BEFORE.replace("\"FIRING\"", "\"FIRING\", \"STALE\""))).isEmpty();
        assertThat(ours(BEFORE.replace("[\"id\",", "[\"id\", \"note\","))).isEmpty();
        assertThat(ours(BEFORE.replace("\"anyOf\": [", "\"anyOf\": [{\"type\": \"object\", \"title\": \"b\"}, ")))
                .isEmpty();
        assertThat(ours(BEFORE.replace("\"a\":", "\"b\": {\"type\": \"string\"}, \"a\":")))
                .isEmpty();
    }

    @Test
    void aPropertyThatGoesBreaks() {
        assertThat(ours(BEFORE.replace("\"id\": {\"type\": \"string\"}, ", "")))
                .containsExactly("/properties/id is gone");
    }

    @Test
    void aPropertyOfAnotherTypeBreaks() {
        assertThat(ours(BEFORE.replace("\"id\": {\"type\": \"string\"}", "\"id\": {\"type\": \"integer\"}")))
                .containsExactly("/properties/id/type was \"string\", is \"integer\"");
    }

    @Test
    void aPropertyThatMayNowBeNullBreaks() {
        assertThat(ours(BEFORE.replace("\"id\": {\"type\": \"string\"}", "\"id\": {\"type\": [\"string\", \"null\"]}")))
                .hasSize(1);
    }

    @Test
    void aValueThatGoesBreaks() {
        assertThat(ours(BEFORE.replace("\"FIRING\", ", ""))).containsExactly("/$defs/State/enum no longer has FIRING");
    }

    @Test
    void aKindOfAUnionThatGoesOrChangesBreaks() {
        assertThat(ours(BEFORE.replace("{\"a\": {\"type\": \"integer\"}}", "{}")))
                .hasSize(1);
    }

    @Test
    void aPromiseThatIsTakenBackBreaks() {
        assertThat(ours(BEFORE.replace("[\"id\", \"state\"]", "[\"id\"]")))
                .containsExactly("/required no longer promises state");
        assertThat(ours(BEFORE.replace(",\n \"required\": [\"id\", \"state\"]", "")))
                .containsExactly("/required is gone");
    }

    @Test
    void ofAWriterNothingNewMayBeDemanded() {
        assertThat(others(BEFORE.replace("[\"id\",", "[\"id\", \"note\",")))
                .containsExactly("/required newly demands note");
        assertThat(others(BEFORE.replace("[\"id\", \"state\"]", "[\"id\"]"))).isEmpty();
        assertThat(others(BEFORE.replace(
                        "{\"a\": {\"type\": \"integer\"}}", "{\"a\": {\"type\": \"integer\"}}, \"required\": [\"a\"]")))
                .hasSize(1);
    }

    private static List<String> ours(String after) {
        return SchemaDiff.beyondAdding(json(BEFORE), json(after), false);
    }

    private static List<String> others(String after) {
        return SchemaDiff.beyondAdding(json(BEFORE), json(after), true);
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
