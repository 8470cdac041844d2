package io.plimsoll.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.deploy.render.Chart;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Repository;
import io.plimsoll.simulator.rbac.Access;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped roles allow and what they don't. */
class RightsTest {

    @ParameterizedTest
    @CsvSource({
        "watcher, patch, coordination.k8s.io, leases, plimsoll, plimsoll-actuator",
        "actuator, update, coordination.k8s.io, leases, plimsoll, plimsoll-watcher",
        "actuator, update, coordination.k8s.io, leases, kube-node-lease, n1",
        "actuator, get, coordination.k8s.io, leases, kube-system, kube-scheduler",
        "watcher, list, '', configmaps, kube-system, ''",
        "watcher, get, '', secrets, kube-system, x",
        "watcher, patch, '', nodes, '', n1",
        "watcher, create, '', pods/eviction, shop, cart-1",
        "watcher, get, '', namespaces, '', shop",
        "actuator, update, '', nodes, '', n1",
        "actuator, delete, '', nodes, '', n1",
        "actuator, patch, '', nodes/status, '', n1",
        "actuator, delete, '', pods, shop, cart-1",
        "actuator, create, '', events, shop, ''",
        "actuator, patch, apps, deployments, shop, cart",
        "analyzer, list, '', nodes, '', ''"
    })
    void nobodyMayWhatIsNotTheirs(
            String service, String verb, String group, String resource, String namespace, String name)
            throws IOException {
        Manifests installed = Chart.render(LiveRun.INSTALLED);

        assertThat(Rights.of(installed).allow(service, new Access(verb, group, resource, namespace, name)))
                .isFalse();
    }

    @Test
    void onlyForceLetsTheActuatorDeletePods() throws IOException {
        Access delete = new Access("delete", "", "pods", "shop", "cart-1");

        assertThat(Rights.of(Chart.render("force: true")).allow("actuator", delete))
                .isTrue();
        assertThat(Rights.of(Chart.render("force: true")).allow("watcher", delete))
                .isFalse();
        assertThat(Rights.of(Chart.render("force: false")).allow("actuator", delete))
                .isFalse();
    }

    /** Its own tests find out what it needs; here is compared that no more and no less is installed. */
    @Test
    void actuatorIsGrantedWhatItsOwnFileSaysItNeeds() throws IOException {
        Manifests own = Manifests.parse(
                Repository.read(Repository.root().resolve("actuator-service/src/main/resources/rbac/actuator.yaml")));
        Manifests installed = Chart.render("{force: true, foreignLeases: [medik8s-leases]}");

        assertThat(granted(installed)).isEqualTo(granted(own));
    }

    private static Set<String> granted(Manifests manifests) {
        return Grant.of(manifests).stream()
                .filter(grant -> grant.service().equals("actuator"))
                .map(grant -> grant.verb() + " " + grant.resource() + "." + grant.group())
                .collect(Collectors.toSet());
    }
}
