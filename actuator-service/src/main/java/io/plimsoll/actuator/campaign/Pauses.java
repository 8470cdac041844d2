package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Begins and lifts pauses: by request, by decision, and by the switch of the configuration. */
final class Pauses {

    private final HelmSettings settings;
    private final Ledger ledger;
    private final List<Effect> effects;

    Pauses(HelmSettings settings, Ledger ledger, List<Effect> effects) {
        this.settings = settings;
        this.ledger = ledger;
        this.effects = effects;
    }

    void begin(Pause pause) {
        List<Pause> all = new ArrayList<>(ledger.pauses());
        all.removeIf(known -> known.by().equals(pause.by()));
        all.add(pause);
        ledger.pauses(all);
    }

    /** Begins the decided pause, in the place of the one that it renews. */
    void begin(Decision decision) {
        ledger.pauses(ledger.pauses().stream()
                .filter(pause -> !pause.by().equals(decision.supersedes()))
                .toList());
        begin(new Pause(decision.id(), decision.scope(), decision.explanation(), decision.expiresAt()));
    }

    void lift(Scope scope) {
        ledger.pauses(ledger.pauses().stream()
                .filter(pause -> pause.fixed() || !pause.scope().equals(scope))
                .toList());
    }

    /** The analyzer lifts what the analyzer decided; a person's pause is left to people. */
    void lift(Decision decision) {
        ledger.pauses(ledger.pauses().stream()
                .filter(pause -> !pause.by().equals(decision.supersedes())
                        && !(pause.scope().equals(decision.scope()) && ledger.heard(pause.by())))
                .toList());
    }

    void dropEnded(Instant now) {
        ledger.pauses(
                ledger.pauses().stream().filter(pause -> pause.inForceAt(now)).toList());
        ledger.pauses().forEach(pause -> {
            if (pause.until() != null) {
                effects.add(new Effect.WakeAt(pause.until()));
            }
        });
    }

    /** The switch may have been turned while the process was down. */
    void resumed() {
        List<Pause> others = new ArrayList<>(ledger.pauses());
        others.removeIf(Pause::fixed);
        if (settings.paused()) {
            others.add(Pause.theSwitch());
        }
        ledger.pauses(others);
    }
}
