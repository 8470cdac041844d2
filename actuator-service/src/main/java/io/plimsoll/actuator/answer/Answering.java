package io.plimsoll.actuator.answer;

import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.model.maintenance.MaintenanceStatus.ClosedGuard;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer in the making. Says whether it says anything new: the time of looking alone doesn't count. */
public final class Answering {

    private final String request;
    private final String cluster;
    private final boolean dryRun;
    /** Cluster time. */
    private static final Duration STANDS = Duration.ofMinutes(1);

    private static final Set<String> TIME_OF_LOOKING = Set.of("WINDOW", "FRESH");

    private RequestState state;
    private int progress;
    private @Nullable String node;
    private @Nullable String phase;
    private @Nullable Integer podsTotal;
    private @Nullable Integer podsGone;
    private @Nullable Integer position;
    private @Nullable Instant until;
    private List<String> waitingFor = List.of();
    private List<ClosedGuard> guards = List.of();
    private List<Cause> causes = List.of();
    private Map<String, String> nodes = Map.of();
    private @Nullable String by;
    private @Nullable Object plan;
    private boolean provisional;

    public Answering(String request, String cluster, boolean dryRun, RequestState state) {
        this.request = request;
        this.cluster = cluster;
        this.dryRun = dryRun;
        this.state = state;
    }

    public static Answering to(Campaign campaign, RequestState state) {
        return new Answering(campaign.id(), campaign.last().cluster(), campaign.dryRun(), state)
                .progress(campaign.last().progress())
                .nodes(campaign.last().nodes());
    }

    public Answering state(RequestState next) {
        state = next;
        return this;
    }

    public Answering progress(int percent) {
        progress = percent;
        return this;
    }

    public Answering under(String nodeUnderWay, String nodePhase) {
        node = nodeUnderWay;
        phase = nodePhase;
        return this;
    }

    public Answering pods(int gone, int total) {
        podsGone = gone;
        podsTotal = Math.max(gone, total);
        return this;
    }

    public Answering position(int inQueue) {
        position = inQueue;
        return this;
    }

    public Answering until(@Nullable Instant lookedAtAgain) {
        until = lookedAtAgain;
        return this;
    }

    public Answering waitingFor(List<String> what) {
        waitingFor = what;
        return this;
    }

    public Answering guards(List<ClosedGuard> closed) {
        guards = closed;
        return this;
    }

    public Answering causes(List<Cause> why) {
        causes = why;
        return this;
    }

    public Answering nodes(Map<String, String> phases) {
        nodes = phases;
        return this;
    }

    public Answering by(@Nullable String who) {
        by = who;
        return this;
    }

    public Answering plan(Object made) {
        plan = made;
        return this;
    }

    /** Not the last answer under this id, whatever the state. */
    public Answering provisional() {
        provisional = true;
        return this;
    }

    public MaintenanceStatus at(Instant now) {
        int percent = state == RequestState.SUCCEEDED ? 100 : progress;
        return new MaintenanceStatus(
                request,
                cluster,
                state,
                state.terminal() && !provisional,
                percent,
                dryRun,
                node,
                phase,
                podsTotal,
                podsGone,
                position,
                until,
                waitingFor,
                guards,
                causes,
                nodes,
                by,
                plan,
                now);
    }

    /** Whether the two answers say the same to a reader: sentences that count seconds don't make a new answer. */
    public static boolean sameNews(MaintenanceStatus a, MaintenanceStatus b) {
        return a.state() == b.state()
                && a.progress() == b.progress()
                && Objects.equals(a.node(), b.node())
                && Objects.equals(a.phase(), b.phase())
                && Objects.equals(a.podsGone(), b.podsGone())
                && Objects.equals(a.podsTotal(), b.podsTotal())
                && Objects.equals(a.position(), b.position())
                && codes(a).equals(codes(b))
                && a.nodes().equals(b.nodes())
                && guardCodes(a).equals(guardCodes(b));
    }

    /**
     * Whether what was said is out of date: other nodes, pods or numbers than those that were named stand in the way now.
     * Said once a minute, so that what changes all the time doesn't flood anybody.
     */
    public static boolean outdated(MaintenanceStatus said, MaintenanceStatus now) {
        return !said.updatedAt().plus(STANDS).isAfter(now.updatedAt())
                && !(details(said).equals(details(now)) && Objects.equals(said.until(), now.until()));
    }

    /** Without the sentences that tell the time of looking. */
    private static List<String> details(MaintenanceStatus status) {
        List<String> details = new ArrayList<>();
        for (ClosedGuard guard : status.guards()) {
            boolean telling = !TIME_OF_LOOKING.contains(guard.code());
            details.add(guard.code() + " " + guard.opensAt() + (telling ? " " + guard.reason() : ""));
        }
        status.causes().forEach(cause -> details.add(cause.message()));
        return details;
    }

    private static List<String> codes(MaintenanceStatus status) {
        return status.causes().stream()
                .map(cause -> cause.code() + " " + cause.object())
                .toList();
    }

    private static List<String> guardCodes(MaintenanceStatus status) {
        return status.guards().stream().map(ClosedGuard::code).toList();
    }
}
