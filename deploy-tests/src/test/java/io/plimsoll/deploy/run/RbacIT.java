package io.plimsoll.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.deploy.render.Chart;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is granted is what a run needs: nothing less, as the API server itself judged it, and nothing more. */
class RbacIT {

    static List<Grant> grants() throws IOException {
        return Grant.of(Chart.render(LiveRun.INSTALLED));
    }

    @Test
    void everythingTheServicesAskedForIsGranted() {
        LiveRun.Observed run = LiveRun.observed();
        Rights rights = Rights.of(run.installed());

        assertThat(run.asked())
                .isNotEmpty()
                .filteredOn(asked -> !expectedRefusal(asked))
                .allSatisfy(asked -> assertThat(rights.allow(asked.service(), asked.access()))
                        .as(asked.toString())
                        .isTrue());
        assertThat(run.logs().values()).noneMatch(log -> log.contains("cannot list resource"));
    }

    /** A grant that no request needs is one too many; one that a request needs can't be taken away. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("grants")
    void withoutItSomethingInTheRunIsRefused(Grant grant) {
        LiveRun.Observed run = LiveRun.observed();
        Rights less = Rights.without(run.installed(), grant);

        List<Asked> refused = run.asked().stream()
                .filter(asked -> asked.service().equals(grant.service()))
                .filter(asked -> !expectedRefusal(asked))
                .filter(asked -> !less.allow(asked.service(), asked.access()))
                .toList();

        assertThat(refused).as("what needs %s", grant).isNotEmpty().allSatisfy(asked -> {
            assertThat(asked.access().verb()).isEqualTo(grant.verb());
            assertThat(asked.access().resource()).isEqualTo(grant.resource());
        });
    }

    @Test
    void analyzerAsksTheApiServerNothing() {
        assertThat(LiveRun.observed().asked())
                .noneMatch(asked -> asked.service().equals("analyzer"));
    }

    /** Leases in the second namespace that is looked into, which isn't installed for here: asked and refused, as it may be. */
    private static boolean expectedRefusal(Asked asked) {
        return asked.access().namespace().equals("node-maintenance");
    }
}
