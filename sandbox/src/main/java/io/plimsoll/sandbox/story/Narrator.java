package io.plimsoll.sandbox.story;

import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.sandbox.listen.Heard;
import io.plimsoll.sandbox.story.Terminal.Tone;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what is heard into sentences; says a thing once, and leaves infos to the topics. */
final class Narrator {

    private static final int LONGEST = 160;

    private final Terminal terminal;
    private final Set<String> said = new HashSet<>();
    private final Map<String, String> lastOfRequest = new HashMap<>();
    private final Map<String, String> lastOfTarget = new HashMap<>();
    private final Map<String, Action> standing = new HashMap<>();
    private int evictions;

    Narrator(Terminal terminal) {
        this.terminal = terminal;
    }

    synchronized void hear(Heard heard) {
        switch (heard) {
            case Heard.HeardAlert(var alert) -> alert(alert);
            case Heard.HeardDecision(var decision) -> decision(decision);
            case Heard.HeardStatus(var status) -> status(status);
            case Heard.HeardAct(var act) -> act(act);
        }
    }

    private void alert(Alert alert) {
        boolean once = said.add(alert.id() + alert.state() + alert.severity() + alert.flapCount());
        if (!once || !alert.severity().atLeast(Severity.WARNING) || alert.state() == AlertState.PENDING) {
            return;
        }
        String suffix =
                alert.suppressedBy().isEmpty() ? "" : " (held back: " + String.join(", ", alert.suppressedBy()) + ")";
        String sentence = "ALERT " + alert.code().code() + " " + alert.name() + " " + alert.state() + " "
                + alert.severity() + ": " + alert.summary() + suffix;
        terminal.tell(tone(alert), sentence);
    }

    private static Tone tone(Alert alert) {
        return switch (alert.state()) {
            case RESOLVED -> Tone.GOOD;
            case PENDING, STALE -> Tone.CAREFUL;
            case FIRING -> alert.severity() == Severity.CRITICAL ? Tone.BAD : Tone.CAREFUL;
        };
    }

    private void decision(Decision decision) {
        if (said.add(decision.id())
                && standing.put(decision.scope().display() + undoes(decision), decision.action())
                        != decision.action()) {
            terminal.tell(
                    Tone.ACT,
                    "DECISION " + decision.action() + " for " + decision.scope().display() + ": "
                            + decision.explanation());
        }
    }

    /** Whether it is about maintenance, scale-down or cordons: renewals of what stands are not told again. */
    private static String undoes(Decision decision) {
        return switch (decision.action()) {
            case PAUSE_MAINTENANCE, RESUME_MAINTENANCE -> " maintenance";
            case CORDON_NODE, UNCORDON_NODE, DRAIN_NODE -> " node";
            case SUSPEND_SCALE_DOWN, RESTORE_SCALE_DOWN -> " scale-down";
        };
    }

    private void status(MaintenanceStatus status) {
        String sentence = sentence(status);
        if (sentence.equals(lastOfRequest.put(status.request(), sentence))) {
            return;
        }
        Tone tone = status.state() == RequestState.SUCCEEDED
                ? Tone.GOOD
                : status.terminal() ? Tone.BAD : status.state() == RequestState.DEFERRED ? Tone.CAREFUL : Tone.PLAIN;
        terminal.tell(tone, sentence);
    }

    private static String sentence(MaintenanceStatus status) {
        StringBuilder sentence = new StringBuilder(
                "REQUEST " + status.request() + " " + status.state().wireName());
        if (status.node() != null) {
            sentence.append(": node ").append(status.node()).append(' ').append(status.phase());
        }
        String closed = status.guards().stream()
                .filter(guard ->
                        status.state() != RequestState.RUNNING || guard.code().equals("PAUSED"))
                .map(guard -> guard.code() + ": " + shortened(guard.reason()))
                .collect(Collectors.joining("; "));
        if (!closed.isEmpty()) {
            sentence.append(" — held back by ").append(closed);
        }
        if (!status.causes().isEmpty()) {
            sentence.append(status.causes().stream()
                    .map(cause -> cause.message() + " (" + cause.remedy() + ")")
                    .limit(3)
                    .collect(Collectors.joining("; ", " — ", "")));
        }
        return sentence.toString();
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
    }

    private void act(AuditRecord act) {
        if (!said.add(act.id())) {
            return;
        }
        if (act.act().equals("evict")) {
            evictions++;
            return;
        }
        boolean told = act.act().contains("cordon") || act.act().contains("scale-down");
        if (told && !act.act().equals(lastOfTarget.put(act.target().display(), act.act()))) {
            terminal.tell(Tone.ACT, "ACT " + act.act() + " " + act.target().display() + ": " + act.explanation());
        }
    }

    /** How many evictions were heard of. */
    synchronized int evictions() {
        return evictions;
    }
}
