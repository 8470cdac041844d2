package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.calendar.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * WINDOW: it is maintenance time, and the drain will likely end before it is over.
 *
 * <p>How long a drain takes is guessed by the median of those before; without any, by a quarter of the node's deadline.
 */
public record WindowGuard() implements Guard {

    public static final String CODE = "WINDOW";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        Calendar calendar = context.situation().calendar();
        return switch (calendar.at(context.now(), context.candidate().options().window())) {
            case Opening.Shut shut -> new Verdict.Closed(CODE, shut.reason(), shut.remedy(), shut.opensAt());
            case Opening.Open open -> open.closesAt() == null ? Verdict.open() : inTime(context, open.closesAt());
        };
    }

    private static Verdict inTime(GuardContext context, Instant closesAt) {
        if (context.candidate().plan() == null) {
            return Verdict.open(); // a cordon takes no time
        }
        Duration expected = expected(context);
        if (!context.now().plus(expected).isAfter(closesAt)) {
            return Verdict.open();
        }
        Instant next = context.situation()
                .calendar()
                .nextOpening(closesAt, context.candidate().options().window());
        return new Verdict.Closed(
                CODE,
                "draining node " + context.candidate().node() + " is expected to take " + expected + " "
                        + basis(context) + ", but the window closes at " + closesAt,
                next == null
                        ? "lengthen the window, or lower nodeDeadline"
                        : "wait until " + next + ", lengthen the window, or lower nodeDeadline",
                next);
    }

    /** How long the candidate's drain will likely take. */
    static Duration expected(GuardContext context) {
        List<Duration> past = context.situation().history().stream()
                .map(PastDrain::took)
                .sorted()
                .toList();
        return past.isEmpty() ? context.candidate().options().nodeDeadline().dividedBy(4) : past.get(past.size() / 2);
    }

    private static String basis(GuardContext context) {
        int past = context.situation().history().size();
        return past == 0 ? "(a quarter of its deadline)" : "(the median of " + past + " past drains)";
    }
}
