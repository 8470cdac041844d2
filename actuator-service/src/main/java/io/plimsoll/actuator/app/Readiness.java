package io.plimsoll.actuator.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready means: everything it needs is there. Standing by while another instance leads is ready, too. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements HealthCheck {

    private final Wiring wiring;

    Readiness(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> problems = wiring.problems();
        boolean standsBy = !problems.isEmpty() && problems.stream().allMatch(line -> line.contains(" is held by "));
        var response = HealthCheckResponse.named("actuator").status(problems.isEmpty() || standsBy);
        for (int i = 0; i < problems.size(); i++) {
            response.withData(standsBy ? "standby" : "problem" + (i == 0 ? "" : i + 1), problems.get(i));
        }
        List<String> warnings = wiring.warnings();
        for (int i = 0; i < warnings.size(); i++) {
            response.withData("warning" + (i == 0 ? "" : i + 1), warnings.get(i));
        }
        return response.build();
    }
}
