package io.plimsoll.analyzer.detect.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    @Test
    void flagsMayCarryTheirValueOrBeFollowedByIt() {
        CommandLine line = CommandLine.of(List.of(
                "./cluster-autoscaler",
                "--v=4",
                "--scale-down-unneeded-time",
                "4m30s",
                "--scale-down-delay-after-add=0s",
                "-scan-interval=10s"));

        assertThat(line.last("v")).contains("4");
        assertThat(line.duration("scale-down-unneeded-time")).contains(Duration.ofSeconds(270));
        assertThat(line.duration("scale-down-delay-after-add")).contains(Duration.ZERO);
        assertThat(line.duration("scan-interval")).contains(Duration.ofSeconds(10));
    }

    @Test
    void switchBeforeAnotherFlagHasNoValueOfItsOwn() {
        CommandLine line =
                CommandLine.of(List.of("--balance-similar-node-groups", "--expander=least-waste", "--leader"));

        assertThat(line.last("balance-similar-node-groups")).contains("true");
        assertThat(line.last("expander")).contains("least-waste");
        assertThat(line.last("leader")).contains("true");
    }

    @Test
    void lastOfARepeatedFlagWinsAndAllAreKept() {
        CommandLine line = CommandLine.of(List.of("--nodes=1:10:a", "--nodes", "2:2:b"));

        assertThat(line.last("nodes")).contains("2:2:b");
        assertThat(line.all("nodes")).containsExactly("1:10:a", "2:2:b");
    }

    @Test
    void shellCommandIsTakenApart() {
        CommandLine line =
                CommandLine.of(List.of("sh", "-c", "./cluster-autoscaler --scale_down_unneeded_time='3m' --v 2 2>&1"));

        assertThat(line.duration("scale-down-unneeded-time")).contains(Duration.ofMinutes(3));
        assertThat(line.last("v")).contains("2");
    }

    @Test
    void noArgumentsAndNonsenseHaveNoFlags() {
        CommandLine line = CommandLine.of(List.of("", "-", "--", "plain", "--scale-down-unneeded-time=soon"));

        assertThat(line.last("plain")).isEmpty();
        assertThat(line.duration("scale-down-unneeded-time")).isEmpty();
    }
}
