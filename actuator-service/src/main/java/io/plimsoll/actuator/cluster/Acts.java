package io.plimsoll.actuator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.node.PodSight;
import io.plimsoll.actuator.node.Refusal;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.view.ClusterView;
import io.plimsoll.actuator.view.Viewed;
import io.plimsoll.model.fact.NodeState;
import io.plimsoll.wire.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a node's maintenance, each fenced: a claim tests the node's version, everything after it tests the claim, an
 * eviction names the pod's uid. None is sent unless we lead in that moment.
 */
public final class Acts {

    private static final int TRIES = 5;
    private static final String SCALE_DOWN = "cluster-autoscaler.kubernetes.io/scale-down-disabled";

    /** Beside the autoscaler's annotation: that it was we who set it. */
    public static final String SCALE_DOWN_OURS = "plimsoll.io/scale-down-suspended";

    private final Api api;
    private final ClusterView view;
    private final Office leadership;
    private final String holder;

    public Acts(Api api, ClusterView view, Office leadership, String holder) {
        this.api = api;
        this.view = view;
        this.leadership = leadership;
        this.holder = holder;
    }

    /**
     * An answer, and what the server said for the audit.
     *
     * @param status 0 where nothing was asked or answered
     */
    public record Done<T>(T answer, int status, String explanation) {}

    /** Claims the node and cordons it in one write, unless somebody else has the claim. */
    public Done<NodeSignal> claim(Task task, Instant deadline) {
        return claim(task, deadline, true);
    }

    /** Puts this term's epoch on the claim of ours that is there, and leaves all else on the node as it is. */
    public Done<NodeSignal> takeOver(Task task, Instant deadline) {
        return claim(task, deadline, false);
    }

    private Done<NodeSignal> claim(Task task, Instant deadline, boolean cordon) {
        Viewed<NodeState> seen = view.node(task.node());
        NodeNow node = seen != null
                        && seen.uid().equals(task.uid())
                        && !seen.state().annotations().isEmpty()
                ? NodeNow.of(seen)
                : null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (!leadership.leads()) {
                return refused(new Refusal.Unanswered("this instance doesn't lead"), 0);
            }
            if (node == null) {
                Reply found = api.get(path(task.node()));
                if (!found.ok()) {
                    return refused(of(found), found.code());
                }
                node = NodeNow.of(found.body());
            }
            Done<NodeSignal> answer = claim(node, task, deadline, cordon);
            if (answer != null) {
                return answer;
            }
            node = null;
        }
        return refused(new Refusal.Conflict("node " + task.node() + " changes faster than it can be claimed"), 409);
    }

    private @Nullable Done<NodeSignal> claim(NodeNow node, Task task, Instant deadline, boolean cordon) {
        if (!node.uid().equals(task.uid()) || node.going()) {
            return refused(new Refusal.Absent(), 0);
        }
        Claim before = node.claim();
        if (!cordon && (before == null || !before.request().equals(task.origin()))) {
            return refused(
                    new Refusal.Fenced("node " + task.node() + " bears no claim of request " + task.origin()), 0);
        }
        if (before != null && !before.request().equals(task.origin())) {
            return refused(new Refusal.Conflict("request " + before.request() + " holds the claim"), 0);
        }
        if (before != null && before.epoch() > leadership.epoch()) {
            return refused(new Refusal.Fenced("a later term of the actuator holds the claim"), 0);
        }
        boolean prior = before == null ? node.cordoned() : before.priorCordon();
        Instant until = before == null ? deadline : before.deadline();
        Claim claim = new Claim(task.origin(), leadership.epoch(), holder, prior, until);
        ArrayNode patch = Patches.start(node);
        if (node.claimText() != null) {
            Patches.test(patch, Patches.CLAIM, node.claimText());
        }
        Patches.add(patch, Patches.CLAIM, text(claim));
        if (cordon) {
            Patches.cordon(patch, node.specified());
        }
        Reply reply = patched(task.node(), patch);
        if (reply.ok()) {
            return new Done<>(new NodeSignal.ClaimTaken(claim, cordon), reply.code(), "claimed");
        }
        return stale(reply) ? null : refused(of(reply), reply.code());
    }

    /** Cordons the node, if the claim on it is still ours. */
    public Done<NodeSignal> cordon(Task task, Claim known) {
        Claim claim = known;
        Reply last = null;
        boolean specified = true;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (!leadership.leads()) {
                return refused(new Refusal.Unanswered("this instance doesn't lead"), 0);
            }
            ArrayNode patch = Json.mapper().createArrayNode();
            Patches.test(patch, Patches.CLAIM, text(claim));
            Patches.cordon(patch, specified);
            Reply reply = patched(task.node(), patch);
            if (reply.ok()) {
                return new Done<>(new NodeSignal.CordonTaken(), reply.code(), "cordoned");
            }
            if (!stale(reply)) {
                return refused(of(reply), reply.code());
            }
            Reply found = api.get(path(task.node()));
            if (!found.ok()) {
                return refused(of(found), found.code());
            }
            NodeNow node = NodeNow.of(found.body());
            if (!node.uid().equals(task.uid())) {
                return refused(new Refusal.Absent(), 0);
            }
            Claim there = node.claim();
            if (there != null && takenOverByUs(task, there)) {
                claim = there;
            } else if (!text(claim).equals(node.claimText())) {
                return refused(new Refusal.Fenced("the claim on node " + task.node() + " has changed"), reply.code());
            }
            specified = node.specified();
            last = reply;
        }
        return last == null
                ? refused(new Refusal.Unanswered("nothing was asked"), 0)
                : refused(new Refusal.Denied(last.code(), last.message()), last.code());
    }

    /** Whether it bears this very term's epoch. */
    private boolean takenOverByUs(Task task, Claim claim) {
        return claim.request().equals(task.origin())
                && claim.holder().equals(holder)
                && claim.epoch() == leadership.epoch();
    }

    /** Takes our claim off, and the cordon if that is ours, too. Nothing of anybody else's is touched. */
    public Done<NodeSignal> release(NodeEffect.Release asked) {
        Task task = asked.task();
        Reply last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (!leadership.leads()) {
                return refused(new Refusal.Unanswered("this instance doesn't lead"), 0);
            }
            Reply found = api.get(path(task.node()));
            if (!found.ok()) {
                return refused(of(found), found.code());
            }
            NodeNow node = NodeNow.of(found.body());
            if (!node.uid().equals(task.uid())) {
                return refused(new Refusal.Absent(), 0);
            }
            Claim there = node.claim();
            boolean left =
                    there == null && asked.basis() != NodeEffect.Basis.CLAIM && asked.uncordon() && node.cordoned();
            if (asked.claim() != null && there == null && !left) {
                return refused(new Refusal.Fenced("node " + task.node() + " bears no claim of ours any more"), 0);
            }
            if (there != null && (!there.request().equals(task.origin()) || there.epoch() > leadership.epoch())) {
                return refused(new Refusal.Fenced("request " + there.request() + " holds the claim"), 0);
            }
            if (asked.basis() == NodeEffect.Basis.UNCLAIMED && asked.claim() != null) {
                Done<NodeSignal> answer = retaken(node, task, asked.claim());
                if (answer != null) {
                    return answer;
                }
                continue;
            }
            ArrayNode patch = Patches.start(node);
            if (there != null) {
                Patches.test(patch, Patches.CLAIM, String.valueOf(node.claimText()));
                Patches.remove(patch, Patches.CLAIM);
            }
            boolean ours = asked.uncordon() && node.cordoned() && (there == null || !there.priorCordon());
            if (ours) {
                Patches.remove(patch, "/spec/unschedulable");
            }
            if (there == null && !ours) {
                return new Done<>(new NodeSignal.ReleaseTaken(), 0, "nothing of ours was on it");
            }
            Reply reply = patched(task.node(), patch);
            if (reply.ok()) {
                return new Done<>(new NodeSignal.ReleaseTaken(), reply.code(), ours ? "uncordoned" : "claim taken off");
            }
            if (!stale(reply)) {
                return refused(of(reply), reply.code());
            }
            last = reply;
        }
        return refused(new Refusal.Conflict(last == null ? "" : last.message()), 409);
    }

    /** Puts our claim back on a node that stands under our cordon without it; null where the node changed meanwhile. */
    private @Nullable Done<NodeSignal> retaken(NodeNow node, Task task, Claim known) {
        Claim there = node.claim();
        if (there != null) {
            return new Done<>(new NodeSignal.ClaimTaken(there, false), 0, "claimed already");
        }
        Claim claim = new Claim(task.origin(), leadership.epoch(), holder, known.priorCordon(), known.deadline());
        ArrayNode patch = Patches.start(node);
        Patches.add(patch, Patches.CLAIM, text(claim));
        Reply reply = patched(task.node(), patch);
        if (reply.ok()) {
            return new Done<>(new NodeSignal.ClaimTaken(claim, false), reply.code(), "claimed again");
        }
        return stale(reply) ? null : refused(of(reply), reply.code());
    }

    /** Sets the annotation that keeps the cluster autoscaler from removing the node, or takes it off where it is ours. */
    public boolean scaleDown(String name, boolean suspended) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (!leadership.leads()) {
                return false;
            }
            Reply found = api.get(path(name));
            if (found.code() == 404) {
                return true;
            }
            if (!found.ok()) {
                return false;
            }
            JsonNode annotations = found.body().path("metadata").path("annotations");
            boolean ours = annotations.has(SCALE_DOWN_OURS);
            if (suspended ? annotations.has(SCALE_DOWN) : !ours) {
                return true; // somebody else keeps it: theirs is neither needed twice nor taken off
            }
            ArrayNode patch = Patches.start(NodeNow.of(found.body()));
            if (suspended) {
                Patches.add(patch, Patches.annotation(SCALE_DOWN), "true");
                Patches.add(patch, Patches.annotation(SCALE_DOWN_OURS), "true");
            } else {
                Patches.remove(patch, Patches.annotation(SCALE_DOWN_OURS));
                if (annotations.has(SCALE_DOWN)) {
                    Patches.remove(patch, Patches.annotation(SCALE_DOWN));
                }
            }
            Reply reply = patched(name, patch);
            if (reply.ok() || !stale(reply)) {
                return reply.ok();
            }
        }
        return false;
    }

    /** Evicts one pod, by uid. */
    public Done<EvictionAnswer> evict(Task task, PodSight pod) {
        if (!leadership.leads()) {
            return new Done<>(new EvictionAnswer.NotSent("this instance doesn't lead"), 0, "not sent");
        }
        ObjectNode eviction = Json.mapper().createObjectNode();
        eviction.put("apiVersion", "policy/v1").put("kind", "Eviction");
        eviction.putObject("metadata").put("name", pod.name()).put("namespace", pod.namespace());
        ObjectNode options = eviction.putObject("deleteOptions");
        options.putObject("preconditions").put("uid", pod.uid());
        Integer grace = task.gracePeriodSeconds();
        if (grace != null) {
            options.put("gracePeriodSeconds", grace);
        }
        Reply reply = api.post(pod(pod) + "/eviction", eviction, leadership::leads);
        return new Done<>(EvictionAnswers.of(reply), reply.code(), reply.ok() ? "evicted" : reply.causes());
    }

    /** Deletes one pod past its budgets, by uid. */
    public Done<EvictionAnswer> delete(PodSight pod, long graceSeconds) {
        if (!leadership.leads()) {
            return new Done<>(new EvictionAnswer.NotSent("this instance doesn't lead"), 0, "not sent");
        }
        ObjectNode options = Json.mapper().createObjectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("gracePeriodSeconds", graceSeconds);
        options.putObject("preconditions").put("uid", pod.uid());
        Reply reply = api.delete(pod(pod), options, leadership::leads);
        return new Done<>(EvictionAnswers.of(reply), reply.code(), reply.ok() ? "deleted" : reply.causes());
    }

    private static String pod(PodSight pod) {
        return "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
    }

    private static String path(String node) {
        return "/api/v1/nodes/" + node;
    }

    private Reply patched(String node, ArrayNode patch) {
        return api.jsonPatch(path(node), patch, leadership::leads);
    }

    private static boolean stale(Reply reply) {
        return !reply.denied() && (reply.code() == 409 || reply.code() == 422);
    }

    private static Refusal of(Reply reply) {
        if (!reply.answered() || reply.code() == 429) {
            return new Refusal.Unanswered(reply.message());
        }
        if (reply.code() == 404) {
            return new Refusal.Absent();
        }
        return reply.code() >= 500 && !reply.denied()
                ? new Refusal.Unanswered(reply.code() + " " + reply.message())
                : new Refusal.Denied(reply.code(), reply.message());
    }

    private static Done<NodeSignal> refused(Refusal refusal, int status) {
        return new Done<>(new NodeSignal.Refused(refusal), status, String.valueOf(refusal));
    }

    static String text(Claim claim) {
        try {
            return Json.mapper().writeValueAsString(claim);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a claim can always be written: " + claim, e);
        }
    }

    /** The node as the server last had it. */
    record NodeNow(
            String uid,
            String version,
            boolean cordoned,
            boolean going,
            boolean annotated,
            boolean specified,
            @Nullable String claimText,
            @Nullable Claim claim) {

        static NodeNow of(Viewed<NodeState> node) {
            String text = node.state().annotations().get(Claim.ANNOTATION);
            return new NodeNow(
                    node.uid(),
                    node.resourceVersion(),
                    node.state().unschedulable(),
                    node.state().deletionTimestamp() != null,
                    true,
                    true,
                    text,
                    parsed(text));
        }

        static NodeNow of(JsonNode node) {
            JsonNode metadata = node.path("metadata");
            String text = Fields.text(metadata.path("annotations"), Claim.ANNOTATION);
            return new NodeNow(
                    Fields.textOr(metadata, "uid", ""),
                    Fields.textOr(metadata, "resourceVersion", ""),
                    node.path("spec").path("unschedulable").asBoolean(false),
                    metadata.has("deletionTimestamp"),
                    metadata.path("annotations").isObject(),
                    node.path("spec").isObject(),
                    text,
                    parsed(text));
        }

        private static @Nullable Claim parsed(@Nullable String text) {
            try {
                return text == null ? null : Json.mapper().readValue(text, Claim.class);
            } catch (JsonProcessingException e) {
                return new Claim("unreadable", Long.MAX_VALUE, "unknown", true, Instant.EPOCH);
            }
        }
    }
}
