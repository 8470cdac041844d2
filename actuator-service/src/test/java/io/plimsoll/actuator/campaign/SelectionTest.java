package io.plimsoll.actuator.campaign;

import static io.plimsoll.actuator.view.Cluster.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.ledger.Campaign;
import io.plimsoll.actuator.ledger.Ledger;
import io.plimsoll.actuator.node.NodeEffect;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.view.Cluster;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.model.maintenance.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which nodes a request means when their turn comes, some time after it was accepted. */
class SelectionTest {

    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    private final Cluster cluster = new Cluster();
    private final Ledger ledger = new Ledger();
    private final Helm helm = new Helm(HelmSettings.of("eu1", false), cluster.view, ledger);

    SelectionTest() {
        for (int i = 1; i <= 5; i++) {
            cluster.node("n" + i).label("pool", i < 3 ? "batch" : "web").put();
        }
    }

    /** Nodes that are claimed in the turn. */
    private List<String> turn(Instant now, Signal... signals) {
        List<String> claimed = new ArrayList<>();
        for (Effect effect : helm.turn(List.of(signals), now).effects()) {
            if (effect instanceof Effect.Act(NodeEffect.TakeClaim(var task, var _))) {
                claimed.add(task.node());
            }
        }
        return claimed;
    }

    private static Reading.Accepted read(String nodes) {
        String json = "{'id':'r1','cluster':'eu1','notBefore':'" + LATER + "','action':{'type':'cordon','nodes':{"
                + nodes + "}}}";
        return (Reading.Accepted)
                new RequestReader("eu1").read(json.replace('\'', '"').getBytes(UTF_8), null, null, NOW);
    }

    private Campaign campaign() {
        return Objects.requireNonNull(ledger.campaign("r1"));
    }

    @Test
    void nodeThatIsNoLongerSelectedWhenItsTurnComesIsLeftAloneAndNamed() {
        turn(NOW, new Signal.RequestCame(read("'selector':'pool=batch'")));
        cluster.node("n1").label("pool", "web").put();
        cluster.node("n3").label("pool", "batch").put();

        List<String> claimed = turn(LATER, new Signal.Looked());

        assertThat(claimed).containsExactly("n2");
        assertThat(campaign().results()).containsOnlyKeys("n1");
        assertThat(Objects.requireNonNull(campaign().results().get("n1")).causes())
                .singleElement()
                .satisfies(cause -> assertThat(cause.code()).isEqualTo("NOT_SELECTED"))
                .satisfies(cause -> assertThat(cause.object()).isEqualTo("n1"));
    }

    @Test
    void nodeThatIsNamedIsMeantWhateverItsLabels() {
        turn(NOW, new Signal.RequestCame(read("'names':['n1'],'selector':'pool=batch'")));
        cluster.node("n1").label("pool", "web").put();

        assertThat(turn(LATER, new Signal.Looked())).containsExactly("n1");
    }

    @Test
    void requestWhoseNodesHaveAllLeftItsSelectorIsRejected() {
        turn(NOW, new Signal.RequestCame(read("'selector':'pool=batch'")));
        cluster.node("n1").label("pool", "web").put();
        cluster.node("n2").label("pool", "web").put();

        List<String> claimed = turn(LATER, new Signal.Looked());
        MaintenanceStatus last = campaign().last();

        assertThat(claimed).isEmpty();
        assertThat(last.state()).isEqualTo(RequestState.REJECTED);
        assertThat(last.causes()).extracting(MaintenanceStatus.Cause::code).containsOnly("NOT_SELECTED");
    }

    /** Whoever relabels a node takes it out of the reach of those who may only have others. */
    @Test
    void nodeThatIsNoLongerGrantedWhenItsTurnComesIsLeftAloneAndNamed() {
        var warrant = new Warrant("patching", "key-1", "nonce-1", "pool=batch", null);
        turn(
                NOW,
                new Signal.RequestCame(
                        new Reading.Signed(read("'names':['n1','n2']").request(), warrant)));
        cluster.node("n1").label("pool", "web").put();

        assertThat(turn(LATER, new Signal.Looked())).containsExactly("n2");
        assertThat(Objects.requireNonNull(campaign().results().get("n1")).causes())
                .extracting(MaintenanceStatus.Cause::code)
                .containsExactly("NODE_NOT_GRANTED");
    }
}
