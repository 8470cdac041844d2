package io.plimsoll.actuator.guard;

import java.time.Instant;
import java.util.List;

/** SOAK: what the node before displaced has stood again for a while. */
public record SoakGuard() implements Guard {

    public static final String CODE = "SOAK";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        Soak soak = context.situation().soak();
        if (soak == null) {
            return Verdict.open();
        }
        GuardSettings settings = context.settings();
        return switch (soak.standing(settings.soakCalm(), settings.soakPatience(), context.now())) {
            case PASSED -> Verdict.open();
            case SOAKING -> soaking(soak, context);
            case HALTED ->
                Verdict.closed(
                        CODE,
                        "the wave halts: " + settings.soakPatience() + " after node " + soak.node() + ", "
                                + amiss(soak, context),
                        "mend that; it goes on once all has been well for " + settings.soakCalm());
        };
    }

    private static Verdict soaking(Soak soak, GuardContext context) {
        Instant calm = soak.calmSince();
        if (calm == null) {
            return Verdict.closed(
                    CODE, "after node " + soak.node() + ", " + amiss(soak, context), "wait until that is well again");
        }
        Instant opens = calm.plus(context.settings().soakCalm());
        return Verdict.closedUntil(
                opens,
                CODE,
                "after node " + soak.node() + " all has been well only since " + calm + ", "
                        + context.settings().soakCalm() + " are asked for",
                "wait until " + opens);
    }

    private static String amiss(Soak soak, GuardContext context) {
        List<String> amiss = soak.amiss(context.view());
        return amiss.isEmpty() ? "not all has been well for long enough" : OutNodes.listed(amiss);
    }
}
