package io.plimsoll.actuator.sight;

import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.guard.Situation;
import io.plimsoll.actuator.guard.Underway;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import java.util.List;

/** The ledger as guards need to see it. */
public final class Situations {

    private Situations() {}

    public static Situation of(Ledger ledger, Calendar calendar) {
        List<Underway> underway = ledger.nodes().stream()
                .filter(work -> work.life().out() && !work.life().task().dryRun())
                .map(work ->
                        new Underway(work.node(), work.origin(), work.life().phase(), work.startedAt()))
                .toList();
        Remembered.Experience experience = ledger.experience();
        return new Situation(
                calendar,
                underway,
                ledger.pauses(),
                experience.history(),
                experience.soak(),
                experience.failures(),
                experience.lastGivenBack());
    }
}
