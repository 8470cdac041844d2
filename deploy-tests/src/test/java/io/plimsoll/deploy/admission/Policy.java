package io.plimsoll.deploy.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.NullValue;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A ValidatingAdmissionPolicy, judged as {@code k8s.io/apiserver/pkg/admission/plugin/policy/validating} does: match
 * conditions, then variables in order, then every validation. An expression that fails denies (failurePolicy Fail).
 */
final class Policy {

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("request", SimpleType.DYN)
            .addVar("variables", SimpleType.DYN)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .addLibraries(CelExtensions.strings())
            .build();
    private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode spec;

    Policy(JsonNode policy) {
        this.spec = policy.path("spec");
    }

    /** A call: who, what, the node as it was and as it is to be. */
    record Call(
            String user,
            String operation,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    /** Why the call is denied, a line for each validation that doesn't hold; empty where it is allowed. */
    List<String> denials(Call call) {
        Map<String, Object> variables = new LinkedHashMap<>();
        Map<String, Object> activation = new HashMap<>();
        activation.put("object", value(call.after()));
        activation.put("oldObject", value(call.before()));
        activation.put("request", Map.of("operation", call.operation(), "userInfo", Map.of("username", call.user())));
        activation.put("variables", variables);
        for (JsonNode condition : spec.path("matchConditions")) {
            if (!Boolean.TRUE.equals(evaluate(condition.path("expression"), activation))) {
                return List.of();
            }
        }
        for (JsonNode variable : spec.path("variables")) {
            variables.put(variable.path("name").asText(), evaluate(variable.path("expression"), activation));
        }
        List<String> denials = new ArrayList<>();
        for (JsonNode validation : spec.path("validations")) {
            if (!Boolean.TRUE.equals(evaluate(validation.path("expression"), activation))) {
                denials.add(
                        validation.has("messageExpression")
                                ? String.valueOf(evaluate(validation.path("messageExpression"), activation))
                                : validation.path("message").asText());
            }
        }
        return denials;
    }

    private static Object evaluate(JsonNode expression, Map<String, Object> activation) {
        try {
            return PROGRAMS.computeIfAbsent(expression.asText(), Policy::compiled)
                    .eval(activation);
        } catch (CelEvaluationException e) {
            throw new AssertionError(expression.asText() + ": " + e.getMessage(), e);
        }
    }

    private static CelRuntime.Program compiled(String expression) {
        try {
            return RUNTIME.createProgram(COMPILER.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new AssertionError(expression + ": " + e.getMessage(), e);
        }
    }

    private static Object value(@Nullable JsonNode tree) {
        return tree == null ? NullValue.NULL_VALUE : cel(MAPPER.convertValue(tree, Object.class));
    }

    /** Numbers as CEL has them; null fields don't come from an API server. */
    private static Object cel(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) -> copy.put(key, cel(each)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Policy::cel).toList();
            case Integer number -> number.longValue();
            case BigInteger number -> number.longValueExact();
            default -> value;
        };
    }
}
