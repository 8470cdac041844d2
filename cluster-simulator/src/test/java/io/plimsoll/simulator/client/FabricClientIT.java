package io.plimsoll.simulator.client;

import static io.plimsoll.simulator.store.ResourceTypes.NODE;
import static io.plimsoll.simulator.store.ResourceTypes.POD;
import static io.plimsoll.simulator.store.ResourceTypes.POD_DISRUPTION_BUDGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.plimsoll.simulator.ClusterSimulator;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.rbac.Rule;
import io.plimsoll.simulator.rbac.User;
import io.plimsoll.simulator.store.DeleteOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** fabric8's client against the simulator. */
class FabricClientIT {

    private ClusterSimulator simulator;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = ClusterSimulator.start(ClusterSimulator.Settings.defaults());
        client = clientOf("");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        simulator.close();
    }

    private KubernetesClient clientOf(String token) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(simulator.url())
                .withOauthToken(token.isEmpty() ? null : token)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(50)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Test
    void anInformerSeesWhatIsThereAndWhatChanges() throws InterruptedException {
        simulator.store().create(NODE, json("{'metadata':{'name':'n1'}}"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (SharedIndexInformer<Node> _ = client.nodes().inform(recorder(seen))) {
            Await.until("n1 is seen", () -> seen.contains("added n1"));

            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName("n2")
                            .endMetadata()
                            .build())
                    .create();
            client.nodes().withName("n1").edit(n -> new NodeBuilder(n)
                    .editOrNewSpec()
                    .withUnschedulable(true)
                    .endSpec()
                    .build());
            client.nodes().withName("n2").delete();

            Await.until("the deletion is seen", () -> seen.contains("deleted n2"));
            assertThat(seen).containsExactly("added n1", "added n2", "updated n1", "deleted n2");
        }
    }

    @Test
    void anInformerGoesOnAfterItsWatchIsCut() throws InterruptedException {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (SharedIndexInformer<Node> _ = client.nodes().inform(recorder(seen))) {
            for (OpenWatch.Ending ending : List.of(OpenWatch.Ending.CUT, OpenWatch.Ending.CLOSE)) {
                Await.until(
                        "a watch is open",
                        () -> !simulator.faults().openWatches().isEmpty());
                simulator.faults().endWatches(Match.resource("nodes"), ending);
                simulator.store().create(NODE, json("{'metadata':{'name':'" + ending + "'}}"));

                Await.until("the change is seen after " + ending, () -> seen.contains("added " + ending));
            }
        }
    }

    @Test
    void anInformerListsAgainAfter410() throws InterruptedException {
        simulator.store().create(NODE, json("{'metadata':{'name':'n1'}}"));
        List<String> seen = new CopyOnWriteArrayList<>();
        try (SharedIndexInformer<Node> _ = client.nodes().inform(recorder(seen))) {
            Await.until("n1 is seen", () -> seen.contains("added n1"));
            Await.until(
                    "a watch is open", () -> !simulator.faults().openWatches().isEmpty());
            simulator.faults().add(Match.resource("nodes").withVerb("watch"), Effect.serverError(500), 1);
            simulator.faults().endWatches(Match.resource("nodes"), OpenWatch.Ending.CUT);
            simulator.store().delete(NODE, "", "n1", DeleteOptions.GRACEFUL);
            simulator.store().create(NODE, json("{'metadata':{'name':'n2'}}"));
            simulator.faults().compact();

            Await.until("both changes are seen", () -> seen.containsAll(List.of("deleted n1", "added n2")));
        }
    }

    @Test
    void anInformerWithALimitListsInChunks() throws InterruptedException {
        for (int i = 0; i < 25; i++) {
            simulator.store().create(NODE, json("{'metadata':{'name':'n%02d'}}".formatted(i)));
        }

        List<String> seen = new CopyOnWriteArrayList<>();
        try (SharedIndexInformer<Node> _ = client.nodes().withLimit(10L).inform(recorder(seen))) {
            Await.until("all are seen", () -> seen.size() == 25);
        }
    }

    @Test
    void aListGoesOnAtTheVersionItBeganAt() {
        for (int i = 0; i < 5; i++) {
            simulator.store().create(POD, pod("p" + i, "n1"));
        }

        PodList first = client.pods()
                .inNamespace("default")
                .list(new ListOptionsBuilder().withLimit(2L).build());
        simulator.store().delete(POD, "default", "p4", DeleteOptions.IMMEDIATE);
        PodList rest = client.pods()
                .inNamespace("default")
                .list(new ListOptionsBuilder()
                        .withContinue(first.getMetadata().getContinue())
                        .build());

        assertThat(first.getItems()).hasSize(2);
        assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(3);
        assertThat(rest.getItems()).hasSize(3);
        assertThat(rest.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void aContinuedListThatWasCompactedIs410() {
        for (int i = 0; i < 5; i++) {
            simulator.store().create(POD, pod("p" + i, "n1"));
        }
        PodList first = client.pods()
                .inAnyNamespace()
                .list(new ListOptionsBuilder().withLimit(2L).build());
        simulator.faults().compact();

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.pods()
                        .inAnyNamespace()
                        .list(new ListOptionsBuilder()
                                .withContinue(first.getMetadata().getContinue())
                                .build()))
                .matches(e -> e.getCode() == 410);
    }

    @Test
    void selectorsByLabelAndField() {
        simulator
                .store()
                .create(
                        POD,
                        json(
                                "{'metadata':{'name':'a','namespace':'d','labels':{'app':'x'}},'spec':{'nodeName':'n1'}}"));
        simulator
                .store()
                .create(
                        POD,
                        json(
                                "{'metadata':{'name':'b','namespace':'d','labels':{'app':'y'}},'spec':{'nodeName':'n2'}}"));

        List<Pod> byLabel = client.pods()
                .inAnyNamespace()
                .withLabelIn("app", "y", "z")
                .list()
                .getItems();
        List<Pod> byNode = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", "n1")
                .list()
                .getItems();

        assertThat(byLabel).extracting(p -> p.getMetadata().getName()).containsExactly("b");
        assertThat(byNode).extracting(p -> p.getMetadata().getName()).containsExactly("a");
    }

    @Test
    void aJsonPatchWithATestIsRefusedWhenTheValueIsAnother() {
        simulator.store().create(NODE, json("{'metadata':{'name':'n1','annotations':{'a/b':'1'}}}"));
        String patch = json("{'x':[{'op':'test','path':'/metadata/annotations/a~1b','value':'2'},"
                        + "{'op':'replace','path':'/metadata/annotations/a~1b','value':'3'}]}")
                .get("x")
                .toString();

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.nodes().withName("n1").patch(PatchContext.of(PatchType.JSON), patch))
                .matches(e -> e.getCode() == 422);
        assertThat(simulator.store().get(NODE, "", "n1").annotation("a/b")).isEqualTo("1");
    }

    @Test
    void serverSideApplyKeepsTheFieldsOfOthers() {
        simulator
                .store()
                .create(NODE, json("{'metadata':{'name':'n1','labels':{'mine':'no'}},'spec':{'podCIDR':'x'}}"));

        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("n1")
                        .addToLabels("pool", "batch")
                        .endMetadata()
                        .build())
                .fieldManager("plimsoll")
                .forceConflicts()
                .serverSideApply();

        assertThat(simulator.store().get(NODE, "", "n1").labels())
                .containsEntry("mine", "no")
                .containsEntry("pool", "batch");
    }

    @Test
    void leasesAreUpdatedWithALockOnTheirVersion() {
        var lease = client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("leader")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("a")
                        .endSpec()
                        .build())
                .create();
        lease.getSpec().setHolderIdentity("b");
        client.resource(lease).update();

        lease.getSpec().setHolderIdentity("c");

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(lease)
                        .lockResourceVersion(lease.getMetadata().getResourceVersion())
                        .update())
                .matches(e -> e.getCode() == 409);
    }

    @Test
    void nothingNewIsMadeInATerminatingNamespace() {
        simulator
                .store()
                .create(
                        io.plimsoll.simulator.store.ResourceTypes.NAMESPACE,
                        json("{'metadata':{'name':'old'},'spec':{'finalizers':['kubernetes','somebody/else']}}"));
        client.namespaces().withName("old").delete();

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("c")
                                .withNamespace("old")
                                .endMetadata()
                                .build())
                        .create())
                .matches(e -> e.getCode() == 403)
                .matches(e -> e.getStatus()
                        .getDetails()
                        .getCauses()
                        .getFirst()
                        .getReason()
                        .equals("NamespaceTerminating"));
    }

    @Test
    void rightsAreThoseOfTheUser() {
        simulator.users().addUser("t", User.named("watcher"), List.of(Rule.allow("", "nodes", "get", "list", "watch")));
        try (KubernetesClient watcher = clientOf("t")) {
            SelfSubjectAccessReview asked = new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withVerb("patch")
                    .withResource("nodes")
                    .endResourceAttributes()
                    .endSpec()
                    .build();

            SelfSubjectAccessReview answer =
                    watcher.authorization().v1().selfSubjectAccessReview().create(asked);

            assertThat(answer.getStatus().getAllowed()).isFalse();
            assertThat(watcher.nodes().list().getItems()).isEmpty();
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> watcher.pods().inAnyNamespace().list())
                    .matches(e -> e.getCode() == 403);
        }
    }

    @Test
    void anEvictionBeyondTheBudgetIsRefusedAndAudited() {
        simulator
                .store()
                .create(
                        POD,
                        json(
                                "{'metadata':{'name':'p','namespace':'default','labels':{'app':'x'}},"
                                        + "'spec':{'nodeName':'n1'},'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}"));
        simulator
                .store()
                .create(
                        POD_DISRUPTION_BUDGET,
                        json(
                                "{'metadata':{'name':'b','namespace':'default'},"
                                        + "'spec':{'minAvailable':1,'selector':{'matchLabels':{'app':'x'}}},"
                                        + "'status':{'observedGeneration':1,'disruptionsAllowed':0,'desiredHealthy':1,'currentHealthy':1}}"));

        boolean evicted = client.pods().inNamespace("default").withName("p").evict();

        assertThat(evicted).isFalse();
        assertThat(simulator.audit().evictions())
                .extracting(AuditEntry::act, AuditEntry::code)
                .containsExactly(org.assertj.core.api.Assertions.tuple("create pods/eviction default/p", 429));
    }

    private static <T extends io.fabric8.kubernetes.api.model.HasMetadata> ResourceEventHandler<T> recorder(
            List<String> seen) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                seen.add("added " + object.getMetadata().getName());
            }

            @Override
            public void onUpdate(T before, T object) {
                if (!before.getMetadata()
                        .getResourceVersion()
                        .equals(object.getMetadata().getResourceVersion())) {
                    seen.add("updated " + object.getMetadata().getName());
                }
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                seen.add("deleted " + object.getMetadata().getName());
            }
        };
    }

    private static ObjectNode pod(String name, String node) {
        return json("{'metadata':{'name':'%s','namespace':'default'},'spec':{'nodeName':'%s'}}".formatted(name, node));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
