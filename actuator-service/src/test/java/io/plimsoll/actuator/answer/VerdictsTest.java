package io.plimsoll.actuator.answer;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.guard.Verdict;
import io.plimsoll.actuator.ledger.NodeWork;
import io.plimsoll.actuator.node.Claim;
import io.plimsoll.actuator.node.NodeLife;
import io.plimsoll.actuator.node.Task;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for a node that is out is told what brings it back: by itself, or by whose hand. */
class VerdictsTest {

    private static final Claim CLAIM = new Claim("r1", 1, "a-0", false, NOW.plusSeconds(1_800));

    private final NodeWork empty = work(new NodeLife.Held(task("n1"), CLAIM, 3, List.of()));
    private final NodeWork off = work(new NodeLife.AwaitingReboot(task("n2"), CLAIM, 3, "boot-1"));
    private final NodeWork busy = work(new NodeLife.Cordoned(task("n3"), CLAIM));

    @Test
    void nodeThatIsHeldComesBackByItsRequestersWord() {
        assertThat(Verdicts.ownWork(empty).remedy()).contains("complete with node n1", "cancel request r1");
        assertThat(Verdicts.clash("n9", empty, "lie in zone a").remedy()).contains("complete with node n1");
    }

    @Test
    void nodeThatAwaitsItsRebootComesBackByOne() {
        assertThat(Verdicts.ownWork(off).remedy()).startsWith("reboot node n2").contains("complete with node n2");
    }

    @Test
    void nodeThatIsBeingDrainedComesBackByItself() {
        assertThat(Verdicts.ownWork(busy).remedy()).isEqualTo("it goes on by itself once node n3 is back");
    }

    @Test
    void limitOfARequestNamesItsNodesThatAreOut() {
        byte[] json = """
                {"id": "r1", "cluster": "eu1", "action": {"type": "drain", "nodes": {"selector": "pool=batch"}}}""".getBytes(UTF_8);
        Request request = ((Reading.Accepted) new RequestReader("eu1").read(json, null, null, NOW)).request();

        Verdict.Closed waits = Verdicts.ownLimit(request, List.of(busy, empty));

        assertThat(waits.reason()).contains("request r1 may have 1 node out at once", "n1, n3");
        assertThat(waits.remedy()).contains("complete with node n1");
        assertThat(Verdicts.ownLimit(request, List.of(busy)).remedy()).contains("by itself");
    }

    @Test
    void planByAnOldViewSaysWhatOfItIsOld() {
        var cluster = new Cluster();
        cluster.freshness.put(Resource.PODS, new Freshness(Duration.ofSeconds(40), null));
        cluster.freshness.put(Resource.CLAIMS, Freshness.unusable("the first list is under way"));

        List<Cause> notes = Verdicts.outdated(cluster.view, Duration.ofSeconds(15));

        assertThat(notes).extracting(Cause::code).containsOnly("STALE_VIEW");
        assertThat(notes)
                .extracting(Cause::message)
                .containsExactly(
                        "what the plan says of pods is as it was 40 s ago",
                        "what the plan says of claims may be wrong: the first list is under way");
        assertThat(Verdicts.outdated(new Cluster().view, Duration.ofSeconds(15)))
                .isEmpty();
    }

    private static NodeWork work(NodeLife life) {
        return new NodeWork(life, NOW, 3, List.of(), null, null);
    }

    private static Task task(String node) {
        return new Task(
                "r1",
                node,
                "uid-" + node,
                Task.Goal.DRAIN_AND_HOLD,
                Duration.ofMinutes(30),
                Task.OnDeadline.ROLLBACK,
                null,
                false);
    }
}
