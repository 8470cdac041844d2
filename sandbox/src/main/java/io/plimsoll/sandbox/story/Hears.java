package io.plimsoll.sandbox.story;

import io.plimsoll.model.alert.AlertCode;
import io.plimsoll.model.alert.AlertState;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Action;
import io.plimsoll.model.maintenance.RequestState;
import io.plimsoll.sandbox.listen.Heard;
import java.util.function.Predicate;

/** What scenarios listen for. */
final class Hears {

    private Hears() {}

    static Predicate<Heard> alert(AlertCode code, AlertState state, Severity least) {
        return heard -> heard instanceof Heard.HeardAlert(var alert)
                && alert.code() == code
                && alert.state() == state
                && alert.severity().atLeast(least);
    }

    static Predicate<Heard> decision(Action action, AlertCode cause) {
        return heard -> heard instanceof Heard.HeardDecision(var decision)
                && decision.action() == action
                && decision.cause().code() == cause;
    }

    static Predicate<Heard> request(String id, RequestState state) {
        return heard -> heard instanceof Heard.HeardStatus(var status)
                && status.request().equals(id)
                && status.state() == state;
    }

    static Predicate<Heard> guard(String request, String code) {
        return heard -> heard instanceof Heard.HeardStatus(var status)
                && status.request().equals(request)
                && status.guards().stream().anyMatch(guard -> guard.code().equals(code));
    }

    static Predicate<Heard> act(String act, String target) {
        return heard -> heard instanceof Heard.HeardAct(var record)
                && record.act().equals(act)
                && record.outcome().equals("done")
                && (target.isEmpty() || record.target().name().equals(target));
    }
}
