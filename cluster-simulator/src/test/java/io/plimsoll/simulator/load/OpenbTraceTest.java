package io.plimsoll.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenbTraceTest {

    @TempDir
    private Path directory;

    @Test
    void nodesAndPodsAreReadAsTheyStand() throws IOException {
        write("n-0,96000,393216,8,G2", "p-0,1000,2048,1,460,,LS,Running,10,50,12\np-1,500,1024,0,0,,BE,Pending,20,60,");

        var trace = OpenbTrace.read(directory).orElseThrow();

        assertThat(trace.nodes()).containsExactly(new TraceNode("n-0", new NodeShape(96_000, 393_216, 8, "G2")));
        assertThat(trace.nodes().getFirst().shape().group()).isEqualTo("g2x8-96c-384g");
        assertThat(trace.pods())
                .containsExactly(
                        new TracePod("p-0", new TracePod.Shape(1000, 2048, 1, "LS"), 10, 12L, 50L),
                        new TracePod("p-1", new TracePod.Shape(500, 1024, 0, "BE"), 20, null, 60L));
    }

    @Test
    void windowTakesInWhatRanShortlyBefore() throws IOException {
        write("n-0,96000,393216,8,G2", "a,1,1,0,0,,LS,R,10,50,12\nb,1,1,0,0,,LS,R,10,90,12\nc,1,1,0,0,,LS,R,10,90,95");

        var trace = OpenbTrace.read(directory).orElseThrow();

        assertThat(trace.running(60, Duration.ZERO)).extracting(TracePod::name).containsExactly("b");
        assertThat(trace.running(60, Duration.ofSeconds(30)))
                .extracting(TracePod::name)
                .containsExactly("a", "b");
    }

    @Test
    void eventsComeInOrder() throws IOException {
        write(
                "n-0,96000,393216,8,G2",
                "late,1,1,0,0,,LS,R,50,70,50\nearly,1,1,0,0,,LS,R,10,50,12\nflash,1,1,0,0,,LS,F,20,20,20");
        List<String> events = new ArrayList<>();

        OpenbTrace.read(directory)
                .orElseThrow()
                .events(10, Duration.ofSeconds(50))
                .forEachRemaining(event -> events.add(event.getClass().getSimpleName() + " "
                        + event.pod().name() + " " + event.after().toSeconds()));

        assertThat(events)
                .containsExactly(
                        "Arrival early 0",
                        "Arrival flash 10",
                        "Departure flash 10",
                        "Departure early 40",
                        "Arrival late 40");
    }

    @Test
    void missingFilesAreNoTrace() {
        assertThat(OpenbTrace.read(directory)).isEmpty();
    }

    @Test
    void unreadableRowIsNamedWithFileAndLine() throws IOException {
        write("n-0,96000,393216,8,G2\nn-1,many,393216,8,G2", "");

        assertThatThrownBy(() -> OpenbTrace.read(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openb_node_list_all_node.csv, line 3")
                .hasMessageContaining("many");
    }

    @Test
    void generatedClusterIsTheSameEachTime() {
        var once = ClusterPlan.generated(100, 1000);

        assertThat(once).isEqualTo(ClusterPlan.generated(100, 1000));
        assertThat(once.nodes()).hasSize(100);
        assertThat(once.pods()).isEqualTo(1000);
    }

    private void write(String nodes, String pods) throws IOException {
        Files.writeString(directory.resolve(OpenbTrace.NODES), "sn,cpu_milli,memory_mib,gpu,model\n" + nodes + "\n");
        Files.writeString(
                directory.resolve(OpenbTrace.PODS),
                "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n"
                        + pods
                        + (pods.isEmpty() ? "" : "\n"));
    }
}
