package io.plimsoll.analyzer.cases;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Decision;
import java.util.List;

/** What came of a script. */
public record Told(List<Transition> transitions, List<Decision> decisions) {

    public List<Transition> of(AlertCode code) {
        return transitions.stream().filter(t -> t.alert().code() == code).toList();
    }

    /** As lines, of one code: {@code N1 n1 FIRING WARNING @1}. */
    public List<String> lines(AlertCode code) {
        return of(code).stream().map(Transition::toString).toList();
    }

    /** As lines, of severity WARNING or more, but these codes: what a case must be free of. */
    public List<String> loudBut(AlertCode... codes) {
        List<AlertCode> known = List.of(codes);
        return transitions.stream()
                .filter(t ->
                        t.atLeast(Severity.WARNING) && !known.contains(t.alert().code()))
                .map(Transition::toString)
                .toList();
    }

    public List<String> lines() {
        return transitions.stream().map(Transition::toString).toList();
    }
}
