package io.plimsoll.actuator.campaign;

import io.plimsoll.actuator.answer.Answering;
import io.plimsoll.actuator.answer.Reasons;
import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.actuator.sight.Scopes;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes requests in: once each, whatever the topic delivers. */
final class Intake {

    private final HelmSettings settings;
    private final Desk desk;
    private final Pauses pauses;
    private final ClusterView view;

    Intake(HelmSettings settings, Desk desk, Pauses pauses, ClusterView view) {
        this.settings = settings;
        this.desk = desk;
        this.pauses = pauses;
        this.view = view;
    }

    private Ledger ledger() {
        return desk.ledger();
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
        String before = ledger().signedAs(warrant.once());
        if (before == null || before.equals(request.id())) {
            accepted(request, warrant, now);
        } else {
            refused(request.id(), List.of(Reasons.replayed(warrant, before)), now);
        }
    }

    /** Said, but not the last word, and not remembered: who may use the id can still do so, and has an answer of their own. */
    private void untrusted(String id, Cause cause, Instant now) {
        if (ledger().campaign(id) == null && ledger().refusedAt(id) == null) {
            desk.effects()
                    .add(new Effect.Answer(
                            rejection(id, List.of(cause)).provisional().at(now)));
        }
    }

    private Answering rejection(String id, List<Cause> causes) {
        return new Answering(id, settings.cluster(), settings.dryRun(), RequestState.REJECTED).causes(causes);
    }

    private void accepted(Request request, @Nullable Warrant warrant, Instant now) {
        Campaign known = ledger().campaign(request.id());
        if (known != null) {
            desk.effects().add(new Effect.Answer(known.last()));
            return;
        }
        Instant before = ledger().refusedAt(request.id());
        if (before != null) {
            List<Cause> causes = List.of(Reasons.refusedBefore(request.id(), before));
            desk.effects().add(new Effect.Answer(rejection(request.id(), causes).at(before)));
            return;
        }
        boolean dryRun = settings.dryRun() || request.dryRun();
        MaintenanceStatus status =
                new Answering(request.id(), request.cluster(), dryRun, RequestState.ACCEPTED).at(now);
        Campaign campaign = new Campaign(
                request.id(), false, request.source(), now, dryRun, false, List.of(), Map.of(), status, warrant);
        ledger().put(campaign);
        desk.effects().add(new Effect.Answer(status));
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

    /** Whether the request to cancel had not yet come to its nodes, or this one is only pretended: then a word is enough. */
    private boolean calledOffEarly(Campaign campaign, String target, Instant now) {
        Campaign called = ledger().campaign(target);
        if (called == null || called.ended()) {
            return false;
        }
        boolean pretends = Orders.onlyPretends(campaign, called.dryRun());
        if (called.resolved() && !pretends) {
            return false;
        }
        if (!pretends) {
            desk.end(
                    called,
                    Answering.to(called, RequestState.CANCELLED)
                            .by(Orders.by(campaign))
                            .at(now));
        }
        desk.end(campaign, Answering.to(campaign, RequestState.SUCCEEDED).at(now));
        return true;
    }

    private void waitUntil(Campaign campaign, Instant until, Instant now) {
        desk.effects().add(new Effect.WakeAt(until));
        MaintenanceStatus status = Answering.to(campaign, RequestState.DEFERRED)
                .until(until)
                .causes(List.of(Reasons.notBefore(campaign.id(), until)))
                .at(now);
        if (!Answering.sameNews(campaign.last(), status)) {
            ledger().put(campaign.answered(status));
            desk.effects().add(new Effect.Answer(status));
        }
    }

    private void expire(Campaign campaign, String why, String field, Instant now) {
        desk.end(
                campaign,
                Answering.to(campaign, RequestState.EXPIRED)
                        .causes(List.of(Reasons.expired(why, field)))
                        .at(now));
    }

    /** A pause or a resume is done as soon as it is written down; whether it was one. */
    private boolean switchOver(Campaign campaign, Request request, Instant now) {
        List<Cause> notes = new ArrayList<>();
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
                    pauses.begin(new Pause(request.id(), scope, reason(request), until));
                }
                noteWhereNothingIsCovered(scope, true, notes);
            }
            case Work.Resume(var scope) -> {
                boolean lifted = !request.dryRun() && resumed(scope, notes, now);
                if (!lifted) {
                    noteWhereNothingIsCovered(scope, false, notes);
                }
            }
            case Work.Cordon _, Work.Uncordon _, Work.Drain _, Work.Complete _, Work.Cancel _, Work.Preview _ -> {
                return false;
            }
        }
        desk.end(
                campaign,
                Answering.to(campaign, RequestState.SUCCEEDED).causes(notes).at(now));
        return true;
    }

    /**
     * Lifts what has the scope, and says what is paused all the same: whoever resumes expects that it goes on.
     *
     * @return whether there was a pause of the scope
     */
    private boolean resumed(Scope scope, List<Cause> notes, Instant now) {
        List<Pause> before =
                ledger().pauses().stream().filter(pause -> pause.inForceAt(now)).toList();
        pauses.lift(scope);
        List<Pause> left =
                ledger().pauses().stream().filter(pause -> pause.inForceAt(now)).toList();
        boolean lifted = left.size() < before.size();
        if (!left.isEmpty() || !lifted) {
            notes.add(Reasons.resumed(scope, lifted, left));
        }
        return lifted;
    }

    /** A pause is by scope, not by the nodes of the moment: one that covers none yet is in force, but hardly what was meant. */
    private void noteWhereNothingIsCovered(Scope scope, boolean pauses, List<Cause> notes) {
        boolean told = view.freshness(Resource.NODES).problem() == null
                && view.freshness(Resource.PODS).problem() == null;
        boolean none = scope.kind() != Scope.Kind.Cluster
                && view.nodes().stream().noneMatch(node -> Scopes.covers(scope, view, node.name()));
        if (told && none) {
            notes.add(Reasons.coversNothing(settings.cluster(), scope, pauses));
        }
    }

    private static String reason(Request request) {
        String why = request.source().reason();
        return why == null ? "asked for by " + request.requestedBy() : why;
    }

    /** A record that can't be carried out never takes over the id of one that can. */
    private void refused(String id, List<Cause> causes, Instant now) {
        Campaign known = ledger().campaign(id);
        if (known != null) {
            desk.effects().add(new Effect.Answer(known.last()));
            return;
        }
        Instant before = ledger().refusedAt(id);
        if (before != null) { // the same record finds the same faults again
            desk.effects().add(new Effect.Answer(rejection(id, causes).at(before)));
            return;
        }
        MaintenanceStatus status = rejection(id, causes).at(now);
        ledger().put(Campaign.answeredUnread(status, settings.dryRun(), null));
        desk.effects().add(new Effect.Answer(status));
    }
}
