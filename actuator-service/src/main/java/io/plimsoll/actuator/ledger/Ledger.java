package io.plimsoll.actuator.ledger;

import io.plimsoll.actuator.guard.PastDrain;
import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.guard.SchedulingFailures;
import io.plimsoll.actuator.guard.Soak;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything the actuator remembers, by the keys of the journal. Changes in place, for one thread; what changed since the
 * last {@link #changes} is what has to be written down.
 */
public final class Ledger {

    private static final int HISTORY = 50;
    private static final String REQUEST = "request/";
    private static final String NODE = "node/";
    private static final String PAUSES = "pauses";
    private static final String MARKS = "marks";
    private static final String EXPERIENCE = "experience";
    private static final String HEARD = "heard";

    private final Map<String, Campaign> campaigns = new LinkedHashMap<>();
    private final Map<String, NodeWork> nodes = new LinkedHashMap<>();
    private final Map<String, String> signed = new HashMap<>();
    private final Refusals refusals = new Refusals();
    private List<Pause> pauses = List.of();
    private Remembered.Marks marks = new Remembered.Marks(Map.of(), Map.of(), Map.of());
    private Remembered.Experience experience =
            new Remembered.Experience(List.of(), null, SchedulingFailures.none(), null);

    private final Map<String, Instant> heard = new LinkedHashMap<>();

    private final Map<String, @Nullable Remembered> changed = new LinkedHashMap<>();

    /** The request or decision that the journal's key is of; null for whatever is of none. */
    public static @Nullable String requestOf(String key) {
        return key.startsWith(REQUEST) ? key.substring(REQUEST.length()) : null;
    }

    /** Takes one record of the journal in; null means that it is forgotten. */
    public void restore(String key, @Nullable Remembered value) {
        switch (value) {
            case null -> {
                if (key.startsWith(NODE)) {
                    nodes.remove(key.substring(NODE.length()));
                } else if (key.startsWith(REQUEST)) {
                    campaigns.remove(key.substring(REQUEST.length()));
                    refusals.remove(key.substring(REQUEST.length()));
                }
            }
            case Campaign campaign -> {
                campaigns.put(campaign.id(), campaign);
                sign(campaign);
                refuse(campaign);
            }
            case Remembered.Refusal(var id, var at) -> {
                campaigns.remove(id);
                refusals.addBrief(id, at);
            }
            case NodeWork work -> nodes.put(work.node(), work);
            case Remembered.Pauses(var all) -> pauses = all;
            case Remembered.Marks all -> marks = all;
            case Remembered.Experience all -> experience = all;
            case Remembered.Heard(var until) -> {
                heard.clear();
                heard.putAll(until);
            }
        }
    }

    /** What has to be written, by key, since last asked; null means a tombstone. */
    public Map<String, @Nullable Remembered> changes() {
        Map<String, @Nullable Remembered> all = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
        changed.clear();
        return all;
    }

    public @Nullable Campaign campaign(String id) {
        return campaigns.get(id);
    }

    public Collection<Campaign> campaigns() {
        return Collections.unmodifiableCollection(campaigns.values());
    }

    public @Nullable NodeWork node(String name) {
        return nodes.get(name);
    }

    /** Whether the node is under way for that request or decision. */
    public boolean takenBy(String name, String origin) {
        NodeWork work = nodes.get(name);
        return work != null && work.origin().equals(origin);
    }

    public Collection<NodeWork> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    public List<NodeWork> nodesOf(String origin) {
        return nodes.values().stream()
                .filter(work -> work.origin().equals(origin))
                .toList();
    }

    public List<Pause> pauses() {
        return pauses;
    }

    public Remembered.Marks marks() {
        return marks;
    }

    public Remembered.Experience experience() {
        return experience;
    }

    /** The request that bore the requester's nonce; null where none has. */
    @Nullable
    public String signedAs(String once) {
        return signed.get(once);
    }

    private void sign(Campaign campaign) {
        if (campaign.warrant() != null) {
            signed.putIfAbsent(campaign.warrant().once(), campaign.id());
        }
    }

    /** When a request was rejected of which only that is still known; null for any other. */
    @Nullable
    public Instant refusedAt(String id) {
        return refusals.briefly(id);
    }

    /** A signed one is kept for good: it is its requester's, and so is its nonce. */
    private void refuse(Campaign campaign) {
        boolean refused = campaign.last().state() == RequestState.REJECTED;
        if (refused && !campaign.decision() && campaign.warrant() == null) {
            refusals.add(campaign.id(), campaign.last().updatedAt());
        }
    }

    public void put(Campaign campaign) {
        sign(campaign);
        if (!campaign.equals(campaigns.put(campaign.id(), campaign))) {
            changed.put(REQUEST + campaign.id(), campaign);
        }
        refuse(campaign);
        for (var old = refusals.shorten(); old != null; old = refusals.shorten()) {
            campaigns.remove(old.id());
            changed.put(REQUEST + old.id(), old);
        }
        for (String old = refusals.surplus(); old != null; old = refusals.surplus()) {
            changed.put(REQUEST + old, null);
        }
    }

    public void put(NodeWork work) {
        if (!work.equals(nodes.put(work.node(), work))) {
            changed.put(NODE + work.node(), work);
        }
    }

    public void removeNode(String name) {
        if (nodes.remove(name) != null) {
            changed.put(NODE + name, null);
        }
    }

    public void pauses(List<Pause> next) {
        if (!next.equals(pauses)) {
            pauses = List.copyOf(next);
            changed.put(PAUSES, new Remembered.Pauses(pauses));
        }
    }

    /** Whether the decision has been taken in, or another has taken its place before it came. */
    public boolean heard(String decision) {
        return heard.containsKey(decision);
    }

    /** Remembers the decision until then; what is out of date by now is forgotten. */
    public void heard(String decision, Instant until, Instant now) {
        heard.values().removeIf(each -> !now.isBefore(each));
        heard.merge(decision, until, (one, other) -> one.isAfter(other) ? one : other);
        changed.put(HEARD, new Remembered.Heard(heard));
    }

    public void cordoned(String node, Remembered.@Nullable Mark mark) {
        marks(new Remembered.Marks(with(marks.cordons(), node, mark), marks.scaleDown(), marks.suspensions()));
    }

    public void scaleDown(String node, Remembered.@Nullable Mark mark) {
        marks(new Remembered.Marks(marks.cordons(), with(marks.scaleDown(), node, mark), marks.suspensions()));
    }

    public void suspensions(Map<String, Remembered.Suspension> suspensions) {
        marks(new Remembered.Marks(marks.cordons(), marks.scaleDown(), suspensions));
    }

    private void marks(Remembered.Marks next) {
        if (!next.equals(marks)) {
            marks = next;
            changed.put(MARKS, marks);
        }
    }

    public void drained(PastDrain drain, Soak soak) {
        List<PastDrain> history = new ArrayList<>(experience.history());
        history.add(drain);
        while (history.size() > HISTORY) {
            history.removeFirst();
        }
        experience(new Remembered.Experience(history, soak, experience.failures(), experience.lastGivenBack()));
    }

    public void givenBack(Instant at) {
        experience(new Remembered.Experience(experience.history(), experience.soak(), experience.failures(), at));
    }

    /** Forgets what was rejected before the instant: nobody delivers it again. */
    public void forgetRefusals(Instant rejectedBefore) {
        for (String id : refusals.forget(rejectedBefore)) {
            campaigns.remove(id);
            changed.put(REQUEST + id, null);
        }
    }

    /** Forgets decisions that ended before the instant: nobody delivers them again. Requests' answers are kept for good. */
    public void forgetDecisions(Instant endedBefore) {
        List<String> old = campaigns.values().stream()
                .filter(campaign -> campaign.decision()
                        && campaign.ended()
                        && campaign.last().updatedAt().isBefore(endedBefore))
                .map(Campaign::id)
                .toList();
        for (String id : old) {
            campaigns.remove(id);
            changed.put(REQUEST + id, null);
        }
    }

    public void observed(@Nullable Soak soak, SchedulingFailures failures) {
        boolean calmChanged = !Objects.equals(soak, experience.soak());
        if (calmChanged || !failures.equals(experience.failures())) {
            experience(new Remembered.Experience(experience.history(), soak, failures, experience.lastGivenBack()));
        }
    }

    private void experience(Remembered.Experience next) {
        experience = next;
        changed.put(EXPERIENCE, next);
    }

    private static Map<String, Remembered.Mark> with(
            Map<String, Remembered.Mark> marks, String node, Remembered.@Nullable Mark mark) {
        Map<String, Remembered.Mark> next = new LinkedHashMap<>(marks);
        if (mark == null) {
            next.remove(node);
        } else {
            next.put(node, mark);
        }
        return next;
    }
}
