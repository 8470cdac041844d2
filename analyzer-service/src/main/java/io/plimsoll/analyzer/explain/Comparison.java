package io.plimsoll.analyzer.explain;

/** How a measured number is held against another. */
public enum Comparison {
    AT_LEAST(">="),
    MORE_THAN(">"),
    AT_MOST("<="),
    LESS_THAN("<"),
    EQUAL("="),
    /** Further from zero than, in either direction. */
    BEYOND("beyond ±");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    public String sign() {
        return sign;
    }

    public boolean holds(double measured, double against) {
        return switch (this) {
            case AT_LEAST -> measured >= against;
            case MORE_THAN -> measured > against;
            case AT_MOST -> measured <= against;
            case LESS_THAN -> measured < against;
            case EQUAL -> measured == against;
            case BEYOND -> Math.abs(measured) > against;
        };
    }
}
