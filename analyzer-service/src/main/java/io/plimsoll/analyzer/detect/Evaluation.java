package io.plimsoll.analyzer.detect;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a detector finds at one subject: a finding per subtype. What it found before and finds no more is resolving.
 *
 * @param reviewAt when time alone may change the answer, so that it is asked again on the first tick from then on; null
 *     where only facts can. How long levels must hold, and keepFor, need no review: the life-cycle asks again by itself.
 */
public record Evaluation(List<Finding> findings, @Nullable Instant reviewAt) {

    public Evaluation {
        findings = List.copyOf(findings);
    }

    public static Evaluation nothing() {
        return new Evaluation(List.of(), null);
    }

    public static Evaluation of(Finding... findings) {
        return new Evaluation(List.of(findings), null);
    }

    public static Evaluation of(List<Finding> findings) {
        return new Evaluation(findings, null);
    }

    public Evaluation reviewedAt(@Nullable Instant reviewAt) {
        return new Evaluation(findings, reviewAt);
    }
}
