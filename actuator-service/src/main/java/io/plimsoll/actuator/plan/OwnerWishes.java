package io.plimsoll.actuator.plan;

import io.plimsoll.actuator.plan.PodFilter.Finding;
import io.plimsoll.actuator.plan.PodFilter.Subject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's owner wrote on it about being moved: never, or not for a while after its start.
 *
 * <p>A duration is Go's ({@code 1h30m}, as Karpenter takes it) or ISO 8601. What is neither a yes, a no nor a duration is
 * reported and doesn't block: a slip of the pen must not keep a node from its patch.
 */
final class OwnerWishes {

    /** By annotation: the word that means "leave it alone". */
    private static final Map<String, String> ANNOTATIONS = Map.of(
            "karpenter.sh/do-not-disrupt", "true",
            "plimsoll.io/do-not-disrupt", "true",
            "cluster-autoscaler.kubernetes.io/safe-to-evict", "false");

    private static final Pattern GO_PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s)");
    /** Who asks for more means never. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private OwnerWishes() {}

    static @Nullable Finding judge(Subject subject) {
        Finding strictest = null;
        for (var known : ANNOTATIONS.entrySet()) {
            String value = subject.state().annotations().get(known.getKey());
            Finding finding = value == null ? null : read(subject, known.getKey(), value, known.getValue());
            if (finding != null && (strictest == null || stricter(finding, strictest))) {
                strictest = finding;
            }
        }
        return strictest;
    }

    /** Never is stricter than not yet, and later is stricter than sooner. */
    private static boolean stricter(Finding one, Finding other) {
        Instant until = other.notBefore();
        return until != null && (one.notBefore() == null || one.notBefore().isAfter(until));
    }

    private static @Nullable Finding read(Subject subject, String key, String value, String never) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (word.equals(never)) {
            return subject.is(
                    PodClass.DO_NOT_DISRUPT,
                    subject.name() + " must not be moved: its annotation " + key + " is \"" + word + "\"",
                    "ask its owner, or remove the annotation");
        }
        if (word.equals("true") || word.equals("false")) {
            return null;
        }
        Duration rest = duration(value.strip());
        if (rest == null) {
            subject.note(
                    "UNREADABLE_ANNOTATION",
                    "the annotation " + key + " of " + subject.name() + " is neither true, false nor a duration: it is"
                            + " ignored",
                    "set it to \"" + never + "\" or a duration such as 30m");
            return null;
        }
        return rest.compareTo(LONGEST) > 0
                ? subject.is(
                        PodClass.DO_NOT_DISRUPT,
                        subject.name() + " must not be moved: its annotation " + key + " asks for " + rest
                                + " from its start",
                        "ask its owner, or remove the annotation")
                : notYet(subject, key, rest);
    }

    private static @Nullable Finding notYet(Subject subject, String key, Duration rest) {
        Instant started = subject.state().startedAt() == null
                ? subject.state().createdAt()
                : subject.state().startedAt();
        if (started == null || !subject.now().isBefore(started.plus(rest))) {
            return null;
        }
        Instant until = started.plus(rest);
        Finding finding = subject.is(
                PodClass.DO_NOT_DISRUPT_YET,
                subject.name() + " must not be moved before " + until + ": its annotation " + key + " asks for " + rest
                        + " from its start",
                "wait until then, or remove the annotation");
        return new Finding(finding.podClass(), finding.why(), until);
    }

    /** Of Go's form or ISO 8601's; null where it is neither, or negative. */
    static @Nullable Duration duration(String text) {
        if (text.length() > 64) {
            return null;
        }
        Duration parsed = text.startsWith("P") ? iso(text) : go(text);
        return parsed == null || parsed.isNegative() ? null : parsed;
    }

    private static @Nullable Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Duration go(String text) {
        Matcher part = GO_PART.matcher(text);
        double millis = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            double unit =
                    switch (part.group(2)) {
                        case "h" -> 3_600_000;
                        case "m" -> 60_000;
                        case "s" -> 1_000;
                        default -> 1;
                    };
            millis += Double.parseDouble(part.group(1)) * unit;
            end = part.end();
        }
        return end == 0 || end != text.length() ? null : Duration.ofMillis(Math.round(millis));
    }
}
