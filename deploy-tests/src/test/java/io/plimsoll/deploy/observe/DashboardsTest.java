package io.plimsoll.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.deploy.render.Manifests;
import io.plimsoll.deploy.render.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {

    static List<Path> dashboards() throws IOException {
        return Queries.dashboards();
    }

    @Test
    void thereAreThreeAndEachHasAnIdOfItsOwn() throws IOException {
        List<String> ids = dashboards().stream()
                .map(file -> Manifests.tree(Repository.read(file)).path("uid").asText())
                .toList();

        assertThat(ids).containsExactlyInAnyOrder("plimsoll-waterline", "plimsoll-maintenance", "plimsoll-pipeline");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveTheirOwnIdsAndPlacesAndAskWhicheverPrometheusIsChosen(Path file) {
        JsonNode board = Manifests.tree(Repository.read(file));

        Set<Integer> ids = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (JsonNode panel : board.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode at = panel.path("gridPos");
            for (int x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(x).isLessThan(24);
                    assertThat(places.add(x + "/" + y))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
            assertThat(panel.findValuesAsText("uid")).containsOnly("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty();
        }
        assertThat(board.at("/templating/list/0/name").asText()).isEqualTo("datasource");
    }
}
