package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.audit.AuditLog;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Fault;
import io.plimsoll.simulator.faults.Faults;
import io.plimsoll.simulator.faults.Match;
import io.plimsoll.simulator.faults.OpenWatch;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.http.HttpRequest;
import io.plimsoll.simulator.http.HttpServer;
import io.plimsoll.simulator.rbac.Authorizer;
import io.plimsoll.simulator.rbac.Rule;
import io.plimsoll.simulator.rbac.User;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /simulator/…}: what {@link Faults}, {@link AuditLog} and {@link Authorizer} do, for other processes.
 *
 * <pre>
 * POST   /simulator/faults              {"match":{"resource":"pods/eviction"},"effect":{"type":"answer","code":429,
 *                                        "retryAfterSeconds":3},"count":2}     → {"id":"fault-1"}
 * GET    /simulator/faults
 * DELETE /simulator/faults[/ID]
 * POST   /simulator/watches             {"match":{"resource":"pods"},"ending":"HANG"}   → {"ended":1}
 * POST   /simulator/compact             {"expireWatches":true}
 * POST   /simulator/clock-skew          {"seconds":90}
 * POST   /simulator/connections/drop
 * POST   /simulator/users               {"token":"t","name":"watcher","rules":[{"verbs":["get"],…}]}
 * GET    /simulator/audit?resource=…&amp;verb=…&amp;after=SEQUENCE
 * </pre>
 *
 * Effects: {@code answer} (code, reason, message, retryAfterSeconds), {@code webhook} (webhook, code, message),
 * {@code delay} (millis), {@code cut} (reset, after), {@code hang}. Everything else goes on to the API.
 */
public final class ControlPanel implements HttpServer.Handler {

    private static final String PREFIX = "/simulator/";

    private final Faults faults;
    private final AuditLog audit;
    private final Authorizer authorizer;
    private final HttpServer.Handler api;
    private final Map<String, HttpServer.Handler> extensions = new ConcurrentHashMap<>();
    private volatile Runnable drop = () -> {};

    public ControlPanel(Faults faults, AuditLog audit, Authorizer authorizer, HttpServer.Handler api) {
        this.faults = faults;
        this.audit = audit;
        this.authorizer = authorizer;
        this.api = api;
    }

    /** What {@code connections/drop} does. */
    public void onDrop(Runnable dropConnections) {
        drop = dropConnections;
    }

    /** Adds {@code /simulator/NAME}, with whatever follows. */
    public void extend(String name, HttpServer.Handler handler) {
        extensions.put(name, handler);
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        HttpRequest http = exchange.request();
        if (!http.path().startsWith(PREFIX)) {
            api.handle(exchange);
            return;
        }
        String[] path = http.path().substring(PREFIX.length()).split("/", 2);
        HttpServer.Handler extension = extensions.get(path[0]);
        if (extension != null) {
            extension.handle(exchange);
            return;
        }
        try {
            Answers.json(exchange, 200, answer(http, path[0], path.length > 1 ? path[1] : ""));
        } catch (ApiException e) {
            Answers.status(exchange, e.status());
        } catch (IllegalArgumentException e) {
            Answers.status(exchange, ApiStatus.of(400, "BadRequest", String.valueOf(e.getMessage())));
        }
    }

    private ObjectNode answer(HttpRequest http, String subject, String rest) {
        ObjectNode body = Json.readOptionalObject(http.body(), "json");
        ObjectNode answer = Json.NODES.objectNode();
        switch (http.method() + " " + subject) {
            case "POST faults" ->
                answer.put(
                        "id",
                        faults.add(
                                match(body)::matches,
                                effect(body.path("effect")),
                                body.path("count").asInt(-1)));
            case "GET faults" -> faults.active().forEach(fault -> describe(answer.withArrayProperty("faults"), fault));
            case "DELETE faults" -> remove(rest, answer);
            case "POST watches" ->
                answer.put(
                        "ended",
                        faults.endWatches(
                                match(body),
                                OpenWatch.Ending.valueOf(
                                        body.path("ending").asText("CLOSE").toUpperCase(Locale.ROOT))));
            case "GET watches" ->
                faults.openWatches()
                        .forEach(call -> answer.withArrayProperty("watches").add(call.path()));
            case "POST compact" -> {
                if (body.path("expireWatches").asBoolean()) {
                    answer.put("ended", faults.compactAndExpire());
                } else {
                    faults.compact();
                }
            }
            case "POST clock-skew" ->
                faults.skewClock(Duration.ofSeconds(body.path("seconds").asLong()));
            case "POST connections" -> drop.run();
            case "POST users" -> addUser(body);
            case "GET audit" -> audit(http, answer);
            default -> throw Discovery.notFound();
        }
        return answer;
    }

    private void remove(String id, ObjectNode answer) {
        if (id.isEmpty()) {
            faults.clear();
        } else {
            answer.put("removed", faults.remove(id));
        }
    }

    private static Match match(JsonNode body) {
        JsonNode match = body.path("match");
        return new Match(
                match.path("method").asText(""),
                match.path("verb").asText(""),
                match.path("resource").asText(""),
                match.path("namespace").asText(""),
                match.path("name").asText(""),
                match.path("user").asText(""),
                match.path("userAgent").asText(""));
    }

    private static Effect effect(JsonNode effect) {
        String message = effect.path("message").asText("");
        return switch (effect.path("type").asText()) {
            case "answer" -> answerEffect(effect, message);
            case "webhook" ->
                Effect.webhookDenial(
                        effect.path("webhook").asText("deny.example.com"),
                        effect.path("code").asInt(403),
                        message);
            case "delay" ->
                new Effect.Delay(Duration.ofMillis(effect.path("millis").asLong()));
            case "cut" ->
                new Effect.Cut(
                        effect.path("reset").asBoolean(), effect.path("after").asBoolean());
            case "hang" -> new Effect.Hang();
            default ->
                throw ApiException.badRequest("unknown effect \"%s\": answer, webhook, delay, cut and hang are known"
                        .formatted(effect.path("type").asText()));
        };
    }

    private static Effect answerEffect(JsonNode effect, String message) {
        int code = effect.path("code").asInt(500);
        Effect plain = code == 429
                ? Effect.tooManyRequests(effect.path("retryAfterSeconds").asInt(0))
                : Effect.serverError(code);
        return message.isEmpty() && code != 403 && code != 410
                ? plain
                : new Effect.Answer(ApiStatus.of(code, effect.path("reason").asText(""), message)
                        .retryAfter(effect.path("retryAfterSeconds").asInt(0)));
    }

    private static void describe(ArrayNode list, Fault fault) {
        list.addObject()
                .put("id", fault.id())
                .put("effect", fault.effect().toString())
                .put("remaining", fault.remaining());
    }

    private void addUser(JsonNode body) {
        List<Rule> rules = new ArrayList<>();
        body.path("rules").forEach(rule -> rules.add(Rule.of(rule)));
        User user = User.named(body.path("name").asText());
        authorizer.addUser(body.path("token").asText(), user, rules);
    }

    private void audit(HttpRequest http, ObjectNode answer) {
        String resource = http.parameter("resource");
        String verb = http.parameter("verb");
        String after = http.parameter("after");
        long sequence = after.isEmpty() ? 0 : WatchCalls.version(after);
        ArrayNode entries = answer.putArray("entries");
        for (AuditEntry entry : audit.entries()) {
            if (entry.sequence() > sequence
                    && (resource.isEmpty() || resource.equals(entry.resource()))
                    && (verb.isEmpty() || verb.equals(entry.verb()))) {
                entries.addObject()
                        .put("sequence", entry.sequence())
                        .put("time", entry.time().toString())
                        .put("user", entry.user())
                        .put("userAgent", entry.userAgent())
                        .put("verb", entry.verb())
                        .put("resource", entry.resource())
                        .put("namespace", entry.namespace())
                        .put("name", entry.name())
                        .put("uidPrecondition", entry.uidPrecondition())
                        .put("dryRun", entry.dryRun())
                        .put("code", entry.code())
                        .put("body", entry.bodyExcerpt());
            }
        }
    }
}
