package io.plimsoll.analyzer.explain;

/**
 * One term of a rule.
 *
 * @param measured the name of a measured number
 * @param against the name of a threshold, or of another measured number, or a number
 * @param needed whether the rule can't fire without it; otherwise it is one of several ways, or raises the severity
 */
public record Criterion(String measured, Comparison comparison, String against, boolean needed) {

    static Criterion needs(String measured, Comparison comparison, String against) {
        return new Criterion(measured, comparison, against, true);
    }

    static Criterion or(String measured, Comparison comparison, String against) {
        return new Criterion(measured, comparison, against, false);
    }
}
