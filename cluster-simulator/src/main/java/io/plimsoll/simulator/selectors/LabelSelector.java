package io.plimsoll.simulator.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.simulator.store.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Requirements on labels that must all hold. */
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private static final Pattern SET = Pattern.compile("^([^\\s,!=()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)$");
    private static final Pattern EQUALITY = Pattern.compile("^([^\\s,!=()<>]+)\\s*(==|=|!=|>|<)\\s*([^\\s,=()]*)$");
    private static final Pattern EXISTENCE = Pattern.compile("^(!?)\\s*([^\\s,!=()]+)$");

    /** The operators of Kubernetes' selectors. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER,
        LESS
    }

    public record Requirement(String key, Operator operator, Set<String> values) {

        boolean accepts(JsonNode labels) {
            JsonNode label = labels.get(key);
            String value = label == null ? null : label.asText();
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER ->
                    value != null && number(value) > number(values.iterator().next());
                case LESS ->
                    value != null && number(value) < number(values.iterator().next());
            };
        }

        private static long number(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return Long.MIN_VALUE;
            }
        }
    }

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** @param labels the object under {@code metadata.labels}; a missing node for none */
    public boolean matches(JsonNode labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.accepts(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    /**
     * Reads a query parameter such as {@code app=web,tier in (a,b),!old}.
     *
     * @throws ApiException 400 if it can't be read
     */
    public static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        for (String term : terms(text)) {
            requirements.add(requirement(term.strip(), text));
        }
        return new LabelSelector(requirements);
    }

    /** Splits at commas outside parentheses. */
    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                terms.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.substring(start).isBlank()) {
            terms.add(text.substring(start));
        }
        return terms;
    }

    private static Requirement requirement(String term, String whole) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            Set<String> values =
                    Stream.of(set.group(3).split(",")).map(String::strip).collect(Collectors.toSet());
            return new Requirement(set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        Matcher equality = EQUALITY.matcher(term);
        if (equality.matches()) {
            Operator operator =
                    switch (equality.group(2)) {
                        case "!=" -> Operator.NOT_IN;
                        case ">" -> Operator.GREATER;
                        case "<" -> Operator.LESS;
                        default -> Operator.IN;
                    };
            return new Requirement(equality.group(1), operator, Set.of(equality.group(3)));
        }
        Matcher existence = EXISTENCE.matcher(term);
        if (existence.matches()) {
            Operator operator = existence.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST;
            return new Requirement(existence.group(2), operator, Set.of());
        }
        throw ApiException.badRequest("unable to parse requirement: \"%s\" in \"%s\"".formatted(term, whole));
    }

    /**
     * Reads a {@code LabelSelector} object. {@code {}} selects everything, as in policy/v1.
     *
     * @throws ApiException 400 if an operator is unknown
     */
    public static LabelSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(e -> requirements.add(new Requirement(
                        e.getKey(), Operator.IN, Set.of(e.getValue().asText()))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            Set<String> values = StreamSupport.stream(expression.path("values").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.toSet());
            requirements.add(new Requirement(
                    expression.path("key").asText(),
                    operator(expression.path("operator").asText()),
                    values));
        }
        return new LabelSelector(requirements);
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default -> throw ApiException.badRequest("\"%s\" is not a valid label selector operator".formatted(name));
        };
    }
}
