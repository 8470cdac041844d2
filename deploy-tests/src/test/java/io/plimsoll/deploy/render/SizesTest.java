package io.plimsoll.deploy.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/operations.md says of sizes reckons right, and what is installed holds a cluster of the largest size. */
class SizesTest {

    private static final long MEBI = 1 << 20;
    private static final String PAGE = Repository.read(Repository.root().resolve("docs/operations.md"));

    /** Of the copying collector, and of a heap that is 70 % of the limit. */
    private static final int TIMES = 3;

    @Test
    void tableIsWhatItsFiguresMake() {
        long watcher = number("With ([\\d,]+) bytes a pod for the watcher");
        long analyzer = number("bytes a pod for the watcher and ([\\d,]+) for the analyzer");

        assertThat(rows()).hasSize(3).allSatisfy(row -> {
            long pods = plain(row.group(1));
            assertThat(plain(row.group(2))).isEqualTo(mebibytes(pods, watcher));
            assertThat(plain(row.group(3))).isEqualTo(mebibytes(pods, analyzer));
        });
    }

    @Test
    void whatIsInstalledHoldsTheLargestCluster() throws Exception {
        Matcher idle = found("watcher, analyzer and actuator had (\\d+),\\s+(\\d+) and (\\d+) MiB resident");
        MatchResult largest = rows().getLast();
        Map<String, Long> needed = Map.of(
                "watcher", plain(idle.group(1)) + plain(largest.group(2)),
                "analyzer", plain(idle.group(2)) + plain(largest.group(3)),
                "actuator", plain(idle.group(3)));
        Manifests installed = Chart.render("");

        needed.forEach((service, mebibytes) -> {
            JsonNode resources = installed
                    .get("Deployment plimsoll/plimsoll-" + service)
                    .at("/spec/template/spec/containers/0/resources");
            String limit = resources.at("/limits/memory").asText();
            assertThat(plain(limit.replace("Mi", ""))).as(service).isGreaterThanOrEqualTo(mebibytes);
            assertThat(resources.at("/requests/memory").asText()).isEqualTo(limit);
            assertThat(PAGE).contains(service + " " + limit.replace("Mi", " Mi"));
        });
    }

    private static long mebibytes(long pods, long bytes) {
        return Math.ceilDiv(TIMES * pods * bytes, MEBI);
    }

    private static List<MatchResult> rows() {
        return Pattern.compile("\\| [\\d,]+ nodes, ([\\d,]+) pods \\| (\\d+) Mi \\| (\\d+) Mi \\|")
                .matcher(PAGE)
                .results()
                .toList();
    }

    private static long number(String pattern) {
        return plain(found(pattern).group(1));
    }

    private static Matcher found(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(PAGE);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher;
    }

    private static long plain(String number) {
        return Long.parseLong(number.replace(",", ""));
    }
}
