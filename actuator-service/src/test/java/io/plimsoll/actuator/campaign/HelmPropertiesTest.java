package io.plimsoll.actuator.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.ledger.Remembered;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.EvictionAnswer;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.node.NodeSignal;
import io.plimsoll.actuator.node.Refusal;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests of every kind, each delivered up to three times and in any order, over a cluster that answers late, twice or never
 * and is seen late, with the process ended now and then: every request has one last answer, its progress never goes back, no
 * more nodes are out than may be, no pod is let go twice or from a node that isn't cordoned, and in the end no mark is left.
 */
class HelmPropertiesTest {

    private static final int NODES = 10;
    private static final int AT_ONCE = 3;
    private static final int REQUESTS = 12;
    private static final int STEPS = 4_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("plimsoll.helm.seeds", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyOrderRepetitionAndDelayEndsEveryRequestOnceAndWithinTheLimits(long seed) {
        World world = new World(seed);

        world.run();

        assertThat(world.wrong).as("seed %d", seed).isEmpty();
        assertThat(world.open())
                .as("seed %d: requests without a last answer", seed)
                .isEmpty();
        assertThat(world.claims).as("seed %d: claims left", seed).isEmpty();
        assertThat(world.cordons)
                .as("seed %d: cordons left, but for those asked for", seed)
                .isSubsetOf(world.ledger.marks().cordons().keySet());
        assertThat(world.last).as("seed %d", seed).hasSize(REQUESTS + 2);
    }

    private static final class World {
        private final Random random;
        private final Cluster cluster = new Cluster();
        private final HelmSettings settings =
                UnderWayTest.wide(HelmSettings.of("eu1", false), AT_ONCE, 100 * AT_ONCE / NODES);
        private final Map<String, @Nullable Remembered> journal = new LinkedHashMap<>();
        private final List<Signal> records = new ArrayList<>();
        private final List<Signal> inFlight = new ArrayList<>();
        private final Deque<Runnable> unseen = new ArrayDeque<>();
        private final Map<String, Claim> claims = new TreeMap<>();
        private final Set<String> cordons = new HashSet<>();
        private final Map<String, String> pods = new TreeMap<>(); // name → node
        private final Set<String> evicted = new HashSet<>();
        private final Map<String, MaintenanceStatus> last = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();
        private Ledger ledger = new Ledger();
        private Helm helm = new Helm(settings, cluster.view, ledger);
        private Instant now = Cluster.NOW;
        private int epoch = 1;

        World(long seed) {
            random = new Random(seed);
            cluster.deployment("web", NODES);
            for (int i = 0; i < NODES; i++) {
                cluster.node("n" + i).put();
                for (int p = random.nextInt(3); p > 0; p--) {
                    pods.put("web-" + i + "-" + p, "n" + i);
                    cluster.pod("web-" + i + "-" + p, "n" + i).of("web").put();
                }
            }
            for (int i = 0; i < REQUESTS; i++) {
                Signal request = request("r" + i, action(i));
                for (int times = 1 + random.nextInt(3); times > 0; times--) {
                    records.add(request);
                }
            }
        }

        void run() {
            for (int step = 0; step < STEPS && !over(); step++) {
                now = now.plusMillis(100 + random.nextInt(8_000));
                List<Signal> heard = new ArrayList<>();
                if (!records.isEmpty() && random.nextInt(4) == 0) {
                    heard.add(records.remove(random.nextInt(records.size())));
                    bringToAnEnd();
                }
                while (!inFlight.isEmpty() && random.nextInt(3) > 0) {
                    Signal answer = inFlight.get(random.nextInt(inFlight.size()));
                    if (random.nextInt(5) > 0) {
                        inFlight.remove(answer); // otherwise it is heard again
                    }
                    heard.add(answer);
                }
                while (!unseen.isEmpty() && random.nextInt(3) > 0) {
                    unseen.remove().run();
                }
                if (random.nextInt(300) == 0) {
                    restart();
                    heard.add(0, new Signal.Resumed());
                }
                turn(heard);
                if (cordons.size() > AT_ONCE) {
                    wrong.add("out at once: " + cordons);
                }
            }
        }

        /** Nothing waits for a person for ever. */
        private void bringToAnEnd() {
            if (records.isEmpty() && !last.containsKey("lift")) {
                records.add(request("lift", "'type':'resume','scope':{'kind':'Cluster'}"));
                records.add(request("back", "'type':'uncordon','nodes':{'selector':'kubernetes.io/hostname'}"));
            }
        }

        private boolean over() {
            return records.isEmpty() && last.containsKey("back") && open().isEmpty() && claims.isEmpty();
        }

        List<String> open() {
            return last.values().stream()
                    .filter(status -> !status.terminal())
                    .map(String::valueOf)
                    .toList();
        }

        private String action(int i) {
            String node = "'nodes':{'names':['n" + random.nextInt(NODES) + "','n" + random.nextInt(NODES) + "']}";
            return switch (random.nextInt(8)) {
                case 0 -> "'type':'cancel','request':'r" + (i + 1 + random.nextInt(REQUESTS)) % REQUESTS + "'";
                case 1 -> "'type':'uncordon'," + node;
                case 2 -> "'type':'pause','scope':{'kind':'Cluster'},'until':'" + now.plusSeconds(3_600) + "'";
                case 3 -> "'type':'complete'," + node;
                default -> "'type':'drain','then':'uncordon'," + node;
            };
        }

        private static Signal request(String id, String action) {
            String json = "{'id':'" + id + "','cluster':'eu1','action':{" + action
                    + "},'options':{'maxConcurrent':2,'nodeDeadline':'PT12H'}}";
            if (!action.contains("drain")) {
                json = json.replace(",'options':{'maxConcurrent':2,'nodeDeadline':'PT12H'}", "");
            }
            return new Signal.RequestCame(
                    new RequestReader("eu1").read(json.replace('\'', '"').getBytes(UTF_8), null, null, Cluster.NOW));
        }

        private void restart() {
            ledger = new Ledger();
            journal.forEach(ledger::restore);
            ledger.changes();
            helm = new Helm(settings, cluster.view, ledger);
            inFlight.clear();
            epoch++;
        }

        private void turn(List<Signal> heard) {
            Turn turn = helm.turn(heard, now);
            turn.journal().forEach((key, value) -> {
                journal.remove(key);
                if (value != null) {
                    journal.put(key, value);
                }
            });
            turn.effects().forEach(this::perform);
        }

        private void perform(Effect effect) {
            switch (effect) {
                case Effect.Answer(var status) -> said(status);
                case Effect.Act(var act) -> act(act);
                case Effect.ScaleDown _, Effect.WakeAt _, Effect.Dropped _, Effect.Passed _, Effect.LeftBehind _ -> {}
            }
        }

        private void said(MaintenanceStatus status) {
            MaintenanceStatus before = last.put(status.request(), status);
            if (before != null && before.terminal() && !before.equals(status)) {
                wrong.add("after the last word on " + status.request() + ", " + before + ", came " + status);
            }
            if (before != null && status.progress() < before.progress()) {
                wrong.add("progress of " + status.request() + " went back: " + before + " to " + status);
            }
        }

        private void act(NodeEffect act) {
            switch (act) {
                case NodeEffect.TakeClaim(var task, var deadline) -> claim(task, deadline);
                case NodeEffect.Cordon(var task, var _) -> {
                    cordons.add(task.node());
                    show(task.node());
                    answer(task, new NodeSignal.CordonTaken());
                }
                case NodeEffect.Release(var task, var _, boolean uncordon, var _) -> release(task, uncordon);
                case NodeEffect.Evict(var task, var pod) ->
                    answer(task, new NodeSignal.EvictionAnswered(pod.uid(), evict(task, pod.name())));
                case NodeEffect.ForceDelete _ -> wrong.add("forced without permission");
                case NodeEffect.WakeAt _, NodeEffect.SlowDown _ -> {}
            }
        }

        private void claim(Task task, Instant deadline) {
            Claim there = claims.get(task.node());
            if (there != null && !there.request().equals(task.origin())) {
                answer(task, new NodeSignal.Refused(new Refusal.Conflict("request " + there.request() + " holds it")));
                return;
            }
            boolean prior = there == null ? cordons.contains(task.node()) : there.priorCordon();
            Claim claim = new Claim(task.origin(), epoch, "a-0", prior, there == null ? deadline : there.deadline());
            claims.put(task.node(), claim);
            cordons.add(task.node());
            show(task.node());
            answer(task, new NodeSignal.ClaimTaken(claim, true));
        }

        /** As {@code Acts.release} does. */
        private void release(Task task, boolean uncordon) {
            Claim there = claims.get(task.node());
            if (there != null && !there.request().equals(task.origin())) {
                answer(task, new NodeSignal.Refused(new Refusal.Fenced("request " + there.request() + " holds it")));
                return;
            }
            claims.remove(task.node());
            if (uncordon && (there == null || !there.priorCordon())) {
                cordons.remove(task.node());
            }
            show(task.node());
            answer(task, new NodeSignal.ReleaseTaken());
        }

        private EvictionAnswer evict(Task task, String pod) {
            if (!task.node().equals(pods.get(pod))) {
                return new EvictionAnswer.AlreadyGone();
            }
            if (!cordons.contains(task.node())) {
                wrong.add(pod + " was let go from " + task.node() + ", which isn't cordoned");
            }
            if (!evicted.add(pod)) {
                return new EvictionAnswer.AlreadyGone();
            }
            pods.remove(pod);
            unseen.add(() -> cluster.view.removePod("shop", pod, "uid-shop-" + pod));
            return new EvictionAnswer.Accepted();
        }

        /** The view comes to know it later. */
        private void show(String node) {
            Claim claim = claims.get(node);
            boolean cordoned = cordons.contains(node);
            unseen.add(() -> {
                var draft = cluster.node(node);
                if (claim != null) {
                    draft.annotation(Claim.ANNOTATION, text(claim));
                }
                (cordoned ? draft.cordoned() : draft).put();
            });
        }

        private static String text(Claim claim) {
            try {
                return Json.mapper().writeValueAsString(claim);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private void answer(Task task, NodeSignal signal) {
            if (random.nextInt(10) > 0) { // otherwise it is lost
                inFlight.add(new Signal.NodeAnswered(task.node(), task.origin(), signal));
            }
        }
    }
}
