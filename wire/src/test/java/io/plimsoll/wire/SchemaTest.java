package io.plimsoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Recommendation;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published schemas say what the records are. Run with {@code -Dplimsoll.schemas.write=true} to write them anew
 * after a change that only adds.
 */
class SchemaTest {

    private static final Path SCHEMAS = Path.of(System.getProperty("plimsoll.root", ".."), "docs/contracts/schemas");

    static final Map<String, Class<?>> TYPES = Map.of(
            RecordTypes.FACT, Fact.class,
            Alert.TYPE, Alert.class,
            Decision.TYPE, Decision.class,
            Recommendation.TYPE, Recommendation.class,
            MaintenanceRequest.TYPE, MaintenanceRequest.class,
            MaintenanceStatus.TYPE, MaintenanceStatus.class,
            AuditRecord.TYPE, AuditRecord.class,
            DeadLetter.TYPE, DeadLetter.class);

    static Stream<Map.Entry<String, Class<?>>> types() {
        return TYPES.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void publishedSchemaEqualsTheRecord(Map.Entry<String, Class<?>> type) throws Exception {
        Path published = SCHEMAS.resolve(type.getKey() + ".json");
        JsonNode generated = schema(type.getKey(), type.getValue());
        if (Boolean.getBoolean("plimsoll.schemas.write")) {
            Files.writeString(
                    published,
                    Json.mapper()
                                    .writer()
                                    .with(SerializationFeature.INDENT_OUTPUT)
                                    .writeValueAsString(generated) + "\n");
        }

        assertThat(published).exists();
        assertThat(Json.mapper().readTree(published.toFile())).isEqualTo(generated);
    }

    private static JsonNode schema(String id, Class<?> type) {
        var builder = new SchemaGeneratorConfigBuilder(
                        Json.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE, JacksonOption.RESPECT_JSONPROPERTY_ORDER))
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        builder.forFields()
                .withNullableCheck(
                        field -> mayBeNull(field.getRawMember(), field.getType().getErasedType()));
        builder.forFields().withRequiredCheck(field -> alwaysWritten(field.getRawMember()));
        builder.forTypesInGeneral().withCustomDefinitionProvider((resolved, context) -> {
            ObjectNode node = context.getGeneratorConfig().createObjectNode();
            if (resolved.getErasedType() == Instant.class) {
                return new CustomDefinition(node.put("type", "string").put("format", "date-time"), true);
            }
            if (resolved.getErasedType() == Duration.class) {
                return new CustomDefinition(node.put("type", "string").put("format", "duration"), true);
            }
            return null;
        });
        ObjectNode schema = Json.mapper().createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "urn:plimsoll:" + id);
        schema.put("title", id);
        schema.setAll(new SchemaGenerator(builder.build()).generateSchema(type));
        return schema;
    }

    private static boolean mayBeNull(Field member, Class<?> type) {
        return !type.isPrimitive() && (member.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    /** What writers never leave out. Requests come from others, who may leave out anything the reader has a default for. */
    private static boolean alwaysWritten(Field member) {
        Class<?> owner = member.getDeclaringClass();
        boolean leavesOutDefaults = owner.isAnnotationPresent(JsonInclude.class);
        boolean ofARequest = owner == MaintenanceRequest.class || owner.getNestHost() == MaintenanceRequest.class;
        return !leavesOutDefaults && !ofARequest && !mayBeNull(member, member.getType());
    }
}
