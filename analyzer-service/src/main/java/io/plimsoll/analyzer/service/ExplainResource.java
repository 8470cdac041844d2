package io.plimsoll.analyzer.service;

import io.plimsoll.model.alert.Alert;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;

/** Why an alert fires: what was measured, against what, on which records. */
@Path("/explain")
public class ExplainResource {

    private final AnalysisMeters told;

    ExplainResource(AnalysisMeters told) {
        this.told = told;
    }

    /** The alert and the reasoning behind it; 404 unless this instance has told of it and it still fires. */
    public record Explained(Alert alert, List<String> reasoning) {}

    @GET
    @Path("/{alertId}")
    @Produces(MediaType.APPLICATION_JSON)
    public Explained explain(@PathParam("alertId") String alertId) {
        Alert alert = told.told(alertId).orElseThrow(NotFoundException::new);
        return new Explained(alert, reasoning(alert));
    }

    private static List<String> reasoning(Alert alert) {
        return Stream.of(
                        Stream.of("the condition began at " + alert.startedAt() + " and fired at " + alert.firedAt()),
                        alert.measured().entrySet().stream().map(m -> "measured " + m.getKey() + " = " + m.getValue()),
                        alert.thresholds().entrySet().stream()
                                .map(t -> "held against " + t.getKey() + " = " + t.getValue()),
                        alert.evidence().stream().map(e -> "on %s %s, partition %d offset %d, seen %s: %s"
                                .formatted(e.kind(), e.name(), e.partition(), e.offset(), e.observedAt(), e.fields())),
                        Stream.of("what it means and how to tune it: " + alert.runbook()))
                .flatMap(lines -> lines)
                .toList();
    }
}
