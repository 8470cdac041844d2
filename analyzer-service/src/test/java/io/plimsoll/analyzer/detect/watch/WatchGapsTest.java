package io.plimsoll.analyzer.detect.watch;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.fact.Tick.Standing;
import org.junit.jupiter.api.Test;

class WatchGapsTest {

    @Test
    void lostNodesTurnTheirAlertsStaleAndPauseMaintenanceUntilTheyAreSeenAgain() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.ready("Unknown", null))
                .standing(5, "nodes", Standing.GAP)
                .standing(10, "nodes", Standing.CURRENT)
                .until(14);

        Told told = Cases.run(script);

        assertThat(told.lines(AlertCode.N1))
                .containsExactly("N1 n1 FIRING WARNING @1", "N1 n1 STALE WARNING @5", "N1 n1 FIRING WARNING @10");
        assertThat(told.lines(AlertCode.W1))
                .containsExactly(
                        "W1 nodes FIRING WARNING @5", "W1 nodes FIRING CRITICAL @6", "W1 nodes RESOLVED CRITICAL @10");
        assertThat(told.decisions().stream().map(Decision::explanation))
                .containsExactly(
                        "pause maintenance of the cluster: W1 WATCH_GAP is critical: nodes have not been watched for"
                                + " 2 min (GAP): what is known of them may be old",
                        "resume maintenance of the cluster: nothing has called for it for 2 min since W1 (blind)");
    }

    @Test
    void aShortSilenceIsNothing() {
        Script script = Script.of(node("n1"))
                .standing(5, "services", Standing.SYNCING)
                .standing(5.5, "services", Standing.CURRENT)
                .until(10);

        assertThat(Cases.run(script).lines()).isEmpty();
    }
}
