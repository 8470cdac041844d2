package io.plimsoll.actuator.guard;

import io.plimsoll.actuator.view.Freshness;
import io.plimsoll.actuator.view.Resource;
import java.util.ArrayList;
import java.util.List;

/** FRESH: what we see of nodes, pods and budgets is how things are. */
public record FreshGuard() implements Guard {

    public static final String CODE = "FRESH";
    private static final List<Resource> REQUIRED = List.of(Resource.NODES, Resource.PODS, Resource.BUDGETS);

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Verdict judge(GuardContext context) {
        List<String> stale = new ArrayList<>();
        for (Resource resource : REQUIRED) {
            Freshness freshness = context.view().freshness(resource);
            if (freshness.problem() != null) {
                stale.add("the view of " + resource.display() + " can't be relied on: " + freshness.problem());
            } else if (freshness.age().compareTo(context.settings().freshness()) > 0) {
                stale.add("the view of " + resource.display() + " is "
                        + freshness.age().toSeconds() + " s old, at most "
                        + context.settings().freshness().toSeconds() + " s may it be");
            }
        }
        return stale.isEmpty()
                ? Verdict.open()
                : Verdict.closed(
                        CODE,
                        String.join("; ", stale),
                        "wait; if it lasts, check the connection to the API server and the permission to watch");
    }
}
