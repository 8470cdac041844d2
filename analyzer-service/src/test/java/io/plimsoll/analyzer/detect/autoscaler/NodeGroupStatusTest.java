package io.plimsoll.analyzer.detect.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeGroupStatusTest {

    private static final String YAML = """
            time: 2030-01-01 10:00:00.327 +0000 UTC
            autoscalerStatus: Running
            clusterWide:
              health:
                status: Healthy
                nodeCounts:
                  registered:
                    total: 5
                    ready: 5
              scaleUp:
                status: NoActivity
            nodeGroups:
            - name: pool-a
              health:
                status: Healthy
                nodeCounts:
                  registered:
                    total: 3
                    ready: 3
                cloudProviderTarget: 3
                minSize: 1
                maxSize: 10
              scaleUp:
                status: Backoff
                backoffInfo:
                  errorCode: QUOTA_EXCEEDED
                  errorMessage: "Instance 'x' creation failed: Quota exceeded"
                lastProbeTime: "2030-01-01T10:00:00Z"
              scaleDown:
                status: NoCandidates
            - health:
                status: Healthy
                maxSize: 4
                minSize: 4
              name: pool-b
              scaleUp:
                status: NoActivity
            """;

    private static final String PLAIN = """
            Cluster-autoscaler status at 2023-01-01 10:00:00.000 +0000 UTC:
            Cluster-wide:
              Health:      Healthy (ready=5 unready=0 notStarted=0 registered=5 longUnregistered=0)
                           LastProbeTime:      2023-01-01 10:00:00.000 +0000 UTC m=+1.0
              ScaleUp:     NoActivity (ready=5 registered=5)
              ScaleDown:   NoCandidates (candidates=0)

            NodeGroups:
              Name:        pool-a
              Health:      Healthy (ready=3 unready=0 registered=3 cloudProviderTarget=3 (minSize=1, maxSize=10))
                           LastProbeTime:      2023-01-01 10:00:00.000 +0000 UTC m=+1.0
              ScaleUp:     Backoff (ready=3 cloudProviderTarget=4)
                           LastTransitionTime: 2023-01-01 09:00:00.000 +0000 UTC m=+1.0
              ScaleDown:   NoCandidates (candidates=0)

              Name:        pool-b
              Health:      Healthy (ready=2 unready=0 registered=2 cloudProviderTarget=2 (minSize=2, maxSize=2))
              ScaleUp:     NoActivity (ready=2 cloudProviderTarget=2)
            """;

    @Test
    void yamlIsRead() {
        assertThat(NodeGroupStatus.parse(YAML))
                .containsExactly(
                        new NodeGroupStatus(
                                "pool-a",
                                1,
                                10,
                                "Backoff",
                                "QUOTA_EXCEEDED",
                                "Instance 'x' creation failed: Quota exceeded"),
                        new NodeGroupStatus("pool-b", 4, 4, "NoActivity", "", ""));
    }

    @Test
    void plainTextIsRead() {
        assertThat(NodeGroupStatus.parse(PLAIN))
                .containsExactly(
                        new NodeGroupStatus("pool-a", 1, 10, "Backoff", "", ""),
                        new NodeGroupStatus("pool-b", 2, 2, "NoActivity", "", ""));
    }

    @Test
    void anythingElseIsNoGroups() {
        assertThat(NodeGroupStatus.parse("")).isEmpty();
        assertThat(NodeGroupStatus.parse("Initializing")).isEmpty();
        assertThat(NodeGroupStatus.parse("nodeGroups:\n  garbage\n\u0000")).isEmpty();
    }
}
