package io.plimsoll.watcher.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.plimsoll.model.fact.ContainerState;
import io.plimsoll.model.fact.ContainerState.Termination;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod's containers: specification and status of each brought together by name. */
final class Containers {

    private Containers() {}

    static List<ContainerState> of(Reading spec, Reading status) {
        List<Reading> initStatuses = status.list("initContainerStatuses", each -> each);
        List<Reading> statuses = status.list("containerStatuses", each -> each);
        List<ContainerState> all = new ArrayList<>();
        all.addAll(spec.list(
                "initContainers",
                container -> container(
                        container,
                        "Always".equals(container.text("restartPolicy"))
                                ? ContainerState.Type.SIDECAR
                                : ContainerState.Type.INIT,
                        initStatuses)));
        all.addAll(spec.list("containers", container -> container(container, ContainerState.Type.REGULAR, statuses)));
        return all;
    }

    private static ContainerState container(Reading spec, ContainerState.Type type, List<Reading> statuses) {
        String name = spec.textOr("name", "");
        Reading resources = spec.at("resources");
        Reading status = named(statuses, name);
        Reading state = status.at("state");
        String current = present(state.json());
        Reading now = current == null ? state.at("none") : state.at(current);
        return new ContainerState(
                name,
                type,
                Parts.resources(resources, "requests"),
                Parts.resources(resources, "limits"),
                status.flag("ready"),
                status.integerOr("restartCount", 0),
                status.text("containerID"),
                current == null ? null : Character.toUpperCase(current.charAt(0)) + current.substring(1),
                now.text("reason"),
                now.instant("startedAt"),
                termination(state.at("terminated")),
                termination(status.at("lastState").at("terminated")));
    }

    private static Reading named(List<Reading> statuses, String name) {
        for (Reading status : statuses) {
            if (name.equals(status.json().path("name").asText())) {
                return status;
            }
        }
        return Reading.of(MissingNode.getInstance());
    }

    private static @Nullable String present(JsonNode state) {
        for (String each : List.of("running", "waiting", "terminated")) {
            if (state.path(each).isObject()) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Termination termination(Reading terminated) {
        return terminated.absent()
                ? null
                : new Termination(
                        terminated.text("reason"),
                        terminated.integerOr("exitCode", 0),
                        terminated.instant("startedAt"),
                        terminated.instant("finishedAt"),
                        terminated.text("containerID"));
    }
}
