package io.plimsoll.analyzer.service;

import io.plimsoll.analyzer.explain.Explanation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Why an alert stands as it does: each term of its rule, how long each condition has held, on which records. */
@Path("/explain")
public class ExplainResource {

    private final AnalysisMeters told;

    ExplainResource(AnalysisMeters told) {
        this.told = told;
    }

    /** By the alert's id or fingerprint; 404 where this instance knows of none, or it ended more than a day ago. */
    @GET
    @Path("/{alertId}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response explain(@PathParam("alertId") String alertId) {
        Explanation known = told.explained(alertId).orElse(null);
        return known == null
                ? Response.status(Response.Status.NOT_FOUND)
                        .entity(Map.of(
                                "message",
                                "no alert " + alertId + " is known here: it ended more than a day ago, its cluster is"
                                        + " another instance's, or the id is wrong; see the topic of alerts"))
                        .build()
                : Response.ok(known).build();
    }
}
