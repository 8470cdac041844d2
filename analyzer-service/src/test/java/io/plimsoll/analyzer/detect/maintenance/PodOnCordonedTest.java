package io.plimsoll.analyzer.detect.maintenance;

import static io.plimsoll.analyzer.cases.Drafts.deployment;
import static io.plimsoll.analyzer.cases.Drafts.node;
import static io.plimsoll.analyzer.cases.Drafts.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.analyzer.cases.Cases;
import io.plimsoll.analyzer.cases.Script;
import io.plimsoll.analyzer.cases.Told;
import io.plimsoll.model.fact.Toleration;
import org.junit.jupiter.api.Test;

class PodOnCordonedTest {

    /** C-07. */
    @Test
    void aPodWhoseTemplateNamesTheNodeIsTold() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"), deployment("shop", "cart").templateNode("n1"))
                .at(0, n1.cordonedAt(0))
                .at(0.75, pod("shop", "cart-1").of("cart").on("n1").createdAt(0.75))
                .until(3);

        Told told = Cases.run(script);

        assertThat(told.lines()).containsExactly("C2/n1 shop/cart FIRING WARNING @0.75");
        assertThat(told.transitions().getFirst().alert().measured()).containsEntry("classification", "NODE_NAME_SET");
    }

    /** C-08. */
    @Test
    void podsOfDaemonSetsAndStaticPodsBelongThere() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.cordonedAt(0))
                .at(
                        1,
                        pod("kube-system", "agent-1")
                                .ownedBy("DaemonSet", "agent")
                                .on("n1"))
                .at(1, pod("kube-system", "etcd-n1").mirror().on("n1"))
                .until(3);

        assertThat(Cases.run(script).lines()).isEmpty();
    }

    /** C-10. */
    @Test
    void aSystemPodThatToleratesEverythingIsInformation() {
        var n1 = node("n1");
        Script script = Script.of(n1, node("n2"))
                .at(0, n1.cordonedAt(0))
                .at(
                        1,
                        pod("kube-system", "dns-1")
                                .of("dns")
                                .on("n1")
                                .toleration(new Toleration(null, "Exists", null, null, null)))
                .until(3);

        assertThat(Cases.run(script).lines()).containsExactly("C2/n1 kube-system/dns FIRING INFO @1");
    }
}
