package io.plimsoll.actuator.request;

import io.plimsoll.model.LabelSelector;
import io.plimsoll.model.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads label selectors as kubectl writes them: {@code pool=batch,zone in (a,b),!gpu,tier!=db,spot}.
 *
 * <p>Source of the grammar: {@code k8s.io/apimachinery/pkg/labels/selector.go}; of the labels' form:
 * {@code pkg/util/validation/validation.go}.
 */
final class SelectorReader {

    private static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
    private static final String PREFIX = "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/";
    private static final String KEY = "(?:" + PREFIX + ")?" + NAME;
    private static final String VALUE = "(?:" + NAME + ")?";

    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*(" + KEY + ")");
    private static final Pattern EQUALITY = Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*(" + VALUE + ")");
    private static final Pattern SET = Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern ONE_VALUE = Pattern.compile(VALUE);
    private static final int MOST_REQUIREMENTS = 50;

    private SelectorReader() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with the part that can't be read
     */
    static LabelSelector parse(String text) {
        List<String> parts = parts(text);
        if (parts.size() > MOST_REQUIREMENTS) {
            throw new IllegalArgumentException("has " + parts.size() + " requirements, more than " + MOST_REQUIREMENTS);
        }
        return new LabelSelector(
                Map.of(), parts.stream().map(SelectorReader::requirement).toList());
    }

    /** Splits at the commas outside parentheses. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private static Requirement requirement(String part) {
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            String operator = equality.group(2).equals("!=") ? "NotIn" : "In";
            return new Requirement(equality.group(1), operator, List.of(equality.group(3)));
        }
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            return new Requirement(set.group(1), set.group(2).equals("in") ? "In" : "NotIn", values(set.group(3)));
        }
        Matcher exists = EXISTS.matcher(part);
        if (exists.matches()) {
            return new Requirement(exists.group(2), exists.group(1).isEmpty() ? "Exists" : "DoesNotExist", List.of());
        }
        throw new IllegalArgumentException("can't be read at " + Fields.quoted(part));
    }

    private static List<String> values(String list) {
        List<String> values = new ArrayList<>();
        for (String value : list.split(",", -1)) {
            if (!ONE_VALUE.matcher(value.strip()).matches()) {
                throw new IllegalArgumentException("has " + Fields.quoted(value.strip()) + ", which is no label value");
            }
            values.add(value.strip());
        }
        return values;
    }
}
