package io.plimsoll.analyzer.service;

import static io.plimsoll.analyzer.cases.Drafts.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Draft;
import io.plimsoll.analyzer.cases.NodeDraft;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.fact.Fact;
import java.util.List;
import java.util.stream.IntStream;

/** Three of twelve nodes are cordoned, and three minutes later no more: C1 fires once and is over once. */
final class CordonStory {

    static final String FIRING = "C1 FIRING CRITICAL " + Script.instant(1);
    static final String RESOLVED = "C1 RESOLVED CRITICAL " + Script.instant(8);

    private final List<Fact> facts;
    private final int pending;
    private final int firing;

    CordonStory() {
        List<NodeDraft> nodes =
                IntStream.range(0, 12).mapToObj(i -> node("n" + (100 + i))).toList();
        Script script = Script.of(nodes.toArray(Draft<?>[]::new))
                .at(
                        0,
                        nodes.get(0).cordoned(),
                        nodes.get(1).cordoned(),
                        nodes.get(2).cordoned())
                .until(0.5);
        pending = script.facts().size();
        firing = script.until(2).facts().size();
        facts = script.at(
                        3,
                        nodes.get(0).uncordoned(),
                        nodes.get(1).uncordoned(),
                        nodes.get(2).uncordoned())
                .until(20)
                .facts();
    }

    /** Up to where it is about to fire. */
    List<Fact> untilPending() {
        return facts.subList(0, pending);
    }

    List<Fact> afterPending() {
        return facts.subList(pending, facts.size());
    }

    /** Up to where it fires. */
    List<Fact> first() {
        return facts.subList(0, firing);
    }

    /** From where it is about to fire to where it does. */
    List<Fact> firing() {
        return facts.subList(pending, firing);
    }

    List<Fact> rest() {
        return facts.subList(firing, facts.size());
    }

    /** At least once: the same may be said twice, but nothing else. */
    static void wasToldOnce(List<Alert> alerts) {
        assertThat(alerts.stream().map(Alert::id).distinct()).hasSize(1);
        assertThat(alerts.stream()
                        .map(alert ->
                                alert.code() + " " + alert.state() + " " + alert.severity() + " " + alert.updatedAt())
                        .distinct())
                .containsExactly(FIRING, RESOLVED);
    }
}
