package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.request.NodeSelection;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes requests and decisions in: once each, whatever the topic delivers. */
final class Intake {

    /** How late a replaced decision may come, whose own expiry isn't known yet. */
    private static final Duration LATEST = Duration.ofDays(1);

    private final HelmSettings settings;
    private final ClusterView view;
    private final Ledger ledger;
    private final Requests requests;
    private final List<Effect> effects;
    private final Map<String, ScaleDownWish> wished = new HashMap<>();

    Intake(HelmSettings settings, ClusterView view, Ledger ledger, Requests requests, List<Effect> effects) {
        this.settings = settings;
        this.view = view;
        this.ledger = ledger;
        this.requests = requests;
        this.effects = effects;
    }

    void request(Reading reading, Instant now) {
        switch (reading) {
            case Reading.Accepted(var request, var _) -> accepted(request, null, now);
            case Reading.Signed(var request, var warrant) -> signed(request, warrant, now);
            case Reading.Untrusted(var id, var cause) when id != null -> untrusted(id, cause, now);
            case Reading.Refused(var id, var causes) when id != null -> refused(id, causes, now);
            case Reading.Refused _, Reading.Untrusted _, Reading.Elsewhere _, Reading.Nothing _ -> {}
        }
    }

    /** The same nonce under another id is a replay; under the same id it is the same request, delivered again. */
    private void signed(Request request, Warrant warrant, Instant now) {
        String before = ledger.signedAs(warrant.once());
        if (before == null || before.equals(request.id())) {
            accepted(request, warrant, now);
        } else {
            refused(request.id(), List.of(Reasons.replayed(warrant, before)), now);
        }
    }

    /** Said, but not the last word, and not remembered: who may use the id can still do so, and has an answer of their own. */
    private void untrusted(String id, Cause cause, Instant now) {
        if (ledger.campaign(id) == null && ledger.refusedAt(id) == null) {
            effects.add(new Effect.Answer(
                    rejection(id, List.of(cause)).provisional().at(now)));
        }
    }

    private Answering rejection(String id, List<Cause> causes) {
        return new Answering(id, settings.cluster(), settings.dryRun(), RequestState.REJECTED).causes(causes);
    }

    private void accepted(Request request, @Nullable Warrant warrant, Instant now) {
        Campaign known = ledger.campaign(request.id());
        if (known != null) {
            effects.add(new Effect.Answer(known.last()));
            return;
        }
        Instant before = ledger.refusedAt(request.id());
        if (before != null) {
            List<Cause> causes = List.of(Reasons.refusedBefore(request.id(), before));
            effects.add(new Effect.Answer(rejection(request.id(), causes).at(before)));
            return;
        }
        boolean dryRun = settings.dryRun() || request.dryRun();
        MaintenanceStatus status =
                new Answering(request.id(), request.cluster(), dryRun, RequestState.ACCEPTED).at(now);
        Campaign campaign = new Campaign(
                request.id(), false, request.source(), now, dryRun, false, List.of(), Map.of(), status, warrant);
        ledger.put(campaign);
        effects.add(new Effect.Answer(status));
        if (request.expiredAt(now)) {
            expire(campaign, "notAfter " + request.notAfter() + " had passed at " + now, "notAfter", now);
            return;
        }
        if (request.beginsBy(now)) {
            switchOver(campaign, request, now);
        }
    }

    /**
     * Whether a request that hasn't come to its nodes has been seen to: it is too late, or, where it takes none up, not yet
     * its time, or done by a word. Those that take nodes up wait for their time with them.
     */
    boolean settled(Campaign campaign, Request request, Instant now) {
        if (campaign.decision() && request.work() instanceof Work.Uncordon(var nodes) && !ours(campaign, nodes)) {
            drop(campaign, nodes.names().getFirst());
            end(campaign, Answering.to(campaign, RequestState.SUPERSEDED).at(now));
            return true;
        }
        if (campaign.resolved()) {
            return false;
        }
        if (request.expiredAt(now)) {
            expire(campaign, "notAfter " + request.notAfter() + " had passed at " + now, "notAfter", now);
            return true;
        }
        boolean takesUp =
                switch (request.work()) {
                    case Work.Cordon _, Work.Uncordon _, Work.Drain _ -> true;
                    case Work.Complete _, Work.Cancel _, Work.Preview _, Work.Pause _, Work.Resume _ -> false;
                };
        if (takesUp) {
            return false;
        }
        if (!request.beginsBy(now)) {
            waitUntil(campaign, Objects.requireNonNull(request.notBefore()), now);
            return true;
        }
        return request.work() instanceof Work.Cancel(var target)
                ? calledOffEarly(campaign, target, now)
                : switchOver(campaign, request, now);
    }

    /** What was on its way when the decision came may have turned out to be a cordon of somebody else's. */
    private boolean ours(Campaign campaign, NodeSelection nodes) {
        return !campaign.results().isEmpty()
                || nodes.names().stream()
                        .allMatch(node -> ledger.node(node) != null
                                || ledger.marks().cordons().containsKey(node));
    }

    private void drop(Campaign campaign, String node) {
        effects.add(new Effect.Dropped(
                campaign.id(), "NOT_OURS", "UNCORDON_NODE dropped: no cordon of ours is on node " + node));
    }

    /** Whether the request to cancel had not yet come to its nodes: then a word is enough. */
    private boolean calledOffEarly(Campaign campaign, String target, Instant now) {
        Campaign called = ledger.campaign(target);
        if (called == null || called.ended() || called.resolved()) {
            return false;
        }
        end(
                called,
                Answering.to(called, RequestState.CANCELLED)
                        .by(Orders.by(campaign))
                        .at(now));
        end(campaign, Answering.to(campaign, RequestState.SUCCEEDED).at(now));
        return true;
    }

    private void waitUntil(Campaign campaign, Instant until, Instant now) {
        effects.add(new Effect.WakeAt(until));
        MaintenanceStatus status = Answering.to(campaign, RequestState.DEFERRED)
                .until(until)
                .causes(List.of(Reasons.notBefore(campaign.id(), until)))
                .at(now);
        if (!Answering.sameNews(campaign.last(), status)) {
            ledger.put(campaign.answered(status));
            effects.add(new Effect.Answer(status));
        }
    }

    private void expire(Campaign campaign, String why, String field, Instant now) {
        end(
                campaign,
                Answering.to(campaign, RequestState.EXPIRED)
                        .causes(List.of(Reasons.expired(why, field)))
                        .at(now));
    }

    /** A pause or a resume is done as soon as it is written down; whether it was one. */
    private boolean switchOver(Campaign campaign, Request request, Instant now) {
        switch (request.work()) {
            case Work.Pause(var scope, var until) -> {
                if (until != null && !now.isBefore(until)) {
                    expire(
                            campaign,
                            "the pause was asked for until " + until + ", which had passed at " + now,
                            "until",
                            now);
                    return true;
                }
                if (!request.dryRun()) { // in the mode dry-run a pause holds what is pretended, too
                    pause(new Pause(request.id(), scope, reason(request), until));
                }
            }
            case Work.Resume(var scope) -> {
                if (!request.dryRun()) {
                    resume(scope);
                }
            }
            case Work.Cordon _, Work.Uncordon _, Work.Drain _, Work.Complete _, Work.Cancel _, Work.Preview _ -> {
                return false;
            }
        }
        end(campaign, Answering.to(campaign, RequestState.SUCCEEDED).at(now));
        return true;
    }

    private static String reason(Request request) {
        String why = request.source().reason();
        return why == null ? "asked for by " + request.requestedBy() : why;
    }

    private void end(Campaign campaign, MaintenanceStatus status) {
        ledger.put(campaign.answered(status));
        requests.forget(campaign.id());
        if (!campaign.decision()) {
            effects.add(new Effect.Answer(status));
        } else if (status.by() != null) {
            effects.add(new Effect.Dropped(campaign.id(), "SUPERSEDED", "superseded by " + status.by()));
        }
    }

    /** A record that can't be carried out never takes over the id of one that can. */
    private void refused(String id, List<Cause> causes, Instant now) {
        Campaign known = ledger.campaign(id);
        if (known != null) {
            effects.add(new Effect.Answer(known.last()));
            return;
        }
        Instant before = ledger.refusedAt(id);
        if (before != null) { // the same record finds the same faults again
            effects.add(new Effect.Answer(rejection(id, causes).at(before)));
            return;
        }
        MaintenanceStatus status = rejection(id, causes).at(now);
        MaintenanceRequest source =
                new MaintenanceRequest(id, settings.cluster(), null, null, null, null, null, null, null, null);
        ledger.put(new Campaign(id, false, source, now, settings.dryRun(), true, List.of(), Map.of(), status, null));
        effects.add(new Effect.Answer(status));
    }

    void decision(Decision decision, Instant now) {
        boolean known = ledger.heard(decision.id()) || ledger.campaign(decision.id()) != null;
        if (known || !decision.cluster().equals(settings.cluster())) {
            return;
        }
        if (decision.expiredAt(now)) {
            drop(decision, "EXPIRED", "it expired at " + decision.expiresAt());
            return;
        }
        remember(decision, now);
        if (!settings.allowed().contains(decision.action())) {
            drop(decision, "NOT_ALLOWED", decision.action() + " is not in plimsoll.actuator.decisions.allow");
            return;
        }
        supersede(decision, now);
        carryOut(decision, now);
    }

    /** A record that comes again, or after the one that replaces it, must not bring back what is over. */
    private void remember(Decision decision, Instant now) {
        ledger.heard(decision.id(), decision.expiresAt(), now);
        String replaced = decision.supersedes();
        if (replaced != null) {
            Instant tomorrow = now.plus(LATEST);
            ledger.heard(replaced, tomorrow.isAfter(decision.expiresAt()) ? tomorrow : decision.expiresAt(), now);
        }
    }

    private void drop(Decision decision, String code, String why) {
        effects.add(new Effect.Dropped(
                decision.id(),
                code,
                decision.action() + " for " + decision.scope().display() + " dropped: " + why));
    }

    private void supersede(Decision decision, Instant now) {
        Campaign old = decision.supersedes() == null ? null : ledger.campaign(decision.supersedes());
        if (old != null && !old.ended() && ledger.nodesOf(old.id()).isEmpty()) {
            end(
                    old,
                    Answering.to(old, RequestState.SUPERSEDED).by(decision.id()).at(now));
        }
    }

    private void carryOut(Decision decision, Instant now) {
        switch (decision.action()) {
            case PAUSE_MAINTENANCE -> {
                ledger.pauses(ledger.pauses().stream()
                        .filter(pause -> !pause.by().equals(decision.supersedes()))
                        .toList());
                pause(new Pause(decision.id(), decision.scope(), decision.explanation(), decision.expiresAt()));
            }
            case RESUME_MAINTENANCE -> resumeAfter(decision);
            case CORDON_NODE -> campaign(decision, "cordon", null, now);
            case UNCORDON_NODE -> uncordon(decision, now);
            case DRAIN_NODE -> campaign(decision, "drain", "hold", now);
            case SUSPEND_SCALE_DOWN -> scaleDown(decision, true, now);
            case RESTORE_SCALE_DOWN -> scaleDown(decision, false, now);
        }
    }

    private void pause(Pause pause) {
        List<Pause> all = new ArrayList<>(ledger.pauses());
        all.removeIf(known -> known.by().equals(pause.by()));
        all.add(pause);
        ledger.pauses(all);
    }

    private void resume(Scope scope) {
        ledger.pauses(ledger.pauses().stream()
                .filter(pause -> pause.fixed() || !pause.scope().equals(scope))
                .toList());
    }

    /** The analyzer lifts what the analyzer decided; a person's pause is left to people. */
    private void resumeAfter(Decision decision) {
        ledger.pauses(ledger.pauses().stream()
                .filter(pause -> !pause.by().equals(decision.supersedes())
                        && !(pause.scope().equals(decision.scope())
                                && pause.by().startsWith("d-")))
                .toList());
    }

    private void campaign(Decision decision, String type, @Nullable String then, Instant now) {
        if (decision.scope().kind() != Scope.Kind.Node) {
            drop(decision, "NO_NODE", "it names no node");
            return;
        }
        MaintenanceStatus status =
                new Answering(decision.id(), decision.cluster(), settings.dryRun(), RequestState.ACCEPTED).at(now);
        ledger.put(new Campaign(
                decision.id(),
                true,
                Requests.of(decision, type, then),
                now,
                settings.dryRun(),
                false,
                List.of(),
                Map.of(),
                status,
                null));
    }

    private void uncordon(Decision decision, Instant now) {
        String node = String.valueOf(decision.scope().name());
        for (Campaign waiting : List.copyOf(ledger.campaigns())) {
            boolean undone = waiting.decision()
                    && !waiting.ended()
                    && waiting.id().equals(decision.supersedes())
                    && ledger.nodesOf(waiting.id()).isEmpty();
            if (undone) {
                end(
                        waiting,
                        Answering.to(waiting, RequestState.SUPERSEDED)
                                .by(decision.id())
                                .at(now));
            }
        }
        boolean coming = ledger.nodes().stream().anyMatch(work -> work.node().equals(node));
        if (ledger.marks().cordons().containsKey(node) || coming) {
            campaign(decision, "uncordon", null, now);
        } else {
            drop(decision, "NOT_OURS", "no cordon of ours is on node " + node);
        }
    }

    private void scaleDown(Decision decision, boolean suspend, Instant now) {
        for (Viewed<NodeState> node : view.nodes()) {
            Remembered.Mark known = ledger.marks().scaleDown().get(node.name());
            if (!Scopes.covers(decision.scope(), view, node.name()) || (!suspend && known == null)) {
                continue;
            }
            ledger.scaleDown(
                    node.name(), new Remembered.Mark(node.uid(), decision.id(), suspend ? decision.expiresAt() : now));
        }
    }

    /** Asks for what isn't so yet: set while it holds, taken off once its time is over, and asked again until it is done. */
    void keepScaleDown(Instant now) {
        ledger.marks().scaleDown().forEach((node, mark) -> {
            boolean suspended = mark.until() == null || now.isBefore(mark.until());
            ScaleDownWish wish = new ScaleDownWish(mark, suspended);
            ScaleDownWish known = wished.get(node);
            if (!wish.equals(known)) {
                wished.put(node, wish);
                effects.add(new Effect.ScaleDown(node, mark.origin(), suspended, settings.dryRun()));
            }
            if (suspended && mark.until() != null) {
                effects.add(new Effect.WakeAt(mark.until()));
            }
        });
    }

    private record ScaleDownWish(Remembered.Mark mark, boolean suspended) {}

    void scaleDownAnswered(Signal.ScaleDownAnswered answer, Instant now) {
        if (!answer.done()) {
            wished.remove(answer.node()); // asked again with the next look
            effects.add(new Effect.WakeAt(now.plusSeconds(30)));
            return;
        }
        Remembered.Mark mark = ledger.marks().scaleDown().get(answer.node());
        if (!answer.suspended() && mark != null && mark.origin().equals(answer.origin())) {
            ledger.scaleDown(answer.node(), null);
            wished.remove(answer.node());
        }
    }

    /** What was written down as suspended before the process ended is set, or taken off, once more; the switch is asked. */
    void resumed(Instant now) {
        wished.clear();
        keepScaleDown(now);
        List<Pause> others = new ArrayList<>(ledger.pauses());
        others.removeIf(Pause::fixed);
        if (settings.paused()) {
            others.add(Pause.theSwitch());
        }
        ledger.pauses(others);
    }
}
