package io.plimsoll.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.audit.AuditEntry;
import io.plimsoll.simulator.audit.AuditLog;
import io.plimsoll.simulator.faults.Call;
import io.plimsoll.simulator.faults.Effect;
import io.plimsoll.simulator.faults.Faults;
import io.plimsoll.simulator.http.Exchange;
import io.plimsoll.simulator.http.HttpRequest;
import io.plimsoll.simulator.http.HttpServer;
import io.plimsoll.simulator.metrics.UsageSource;
import io.plimsoll.simulator.rbac.Access;
import io.plimsoll.simulator.rbac.Authorizer;
import io.plimsoll.simulator.rbac.User;
import io.plimsoll.simulator.store.ApiException;
import io.plimsoll.simulator.store.ApiStatus;
import io.plimsoll.simulator.store.ObjectStore;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.ResourceTypes;
import io.plimsoll.simulator.store.StoredObject;
import io.plimsoll.simulator.table.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Takes requests in: the order in which faults, rights and the calls themselves have their say. */
public final class ApiServer implements HttpServer.Handler {

    private static final int EXCERPT = 1024;
    private static final Set<String> IN_A_PROCESS = Set.of("log", "exec", "attach", "portforward");
    private static final Map<String, String> HEALTH = Map.of("/readyz", "ok", "/livez", "ok", "/healthz", "ok");

    private final ObjectStore store;
    private final Authorizer authorizer;
    private final Faults faults;
    private final AuditLog audit;
    private final Continuations continuations = new Continuations();
    private final Namespaces namespaces;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final ReadCalls reads;
    private final WatchCalls watches;
    private final WriteCalls writes;
    private final DeleteCalls deletes;
    private final Evictions evictions;
    private final Subresources subresources;
    private final Reviews reviews;
    private final MetricsCalls metrics;
    private final CustomTypes custom;

    /** @param bookmarkEvery machine time between bookmarks */
    public record Parts(
            ObjectStore store,
            Authorizer authorizer,
            Faults faults,
            AuditLog audit,
            Optional<UsageSource> usage,
            Duration bookmarkEvery) {}

    public ApiServer(Parts parts) {
        this.store = parts.store();
        this.authorizer = parts.authorizer();
        this.faults = parts.faults();
        this.audit = parts.audit();
        Tables tables = new Tables(store.clock());
        this.namespaces = new Namespaces(store);
        this.discovery = new Discovery(store, parts.usage().isPresent());
        this.openApi = new OpenApi(store, discovery);
        this.reads = new ReadCalls(store, continuations, tables);
        this.watches = new WatchCalls(store, faults, tables, parts.bookmarkEvery());
        this.writes = new WriteCalls(store, namespaces);
        this.deletes = new DeleteCalls(store, namespaces);
        this.evictions = new Evictions(store, namespaces);
        this.subresources = new Subresources(store);
        this.reviews = new Reviews(authorizer);
        this.custom = new CustomTypes(store);
        this.metrics = new MetricsCalls(store, parts.usage().orElse(UsageSource.none()));
        namespaces.createBuiltIn();
    }

    /** Takes a step in deleting what is left in a terminating namespace. */
    public void emptyNamespace(String name) {
        namespaces.empty(name);
    }

    /** Makes continued lists from before answer 410. */
    public void forgetLists() {
        continuations.forget();
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        HttpRequest http = exchange.request();
        if (http.isUpgrade()) {
            // fabric8's client asks for a WebSocket first; to 200 it answers with an ordinary watch.
            exchange.answer(200, "text/plain", new byte[0]);
            return;
        }
        Optional<User> user = authorizer
                .authenticate(token(http))
                .map(real -> authorizer.impersonated(real, http.header("impersonate-user", "")));
        if (user.isEmpty()) {
            Answers.status(exchange, ApiStatus.of(401, "Unauthorized", "Unauthorized"));
            return;
        }
        Optional<ApiRequest> request = ApiRequest.of(http, user.get());
        if (request.isPresent()) {
            audited(request.get(), exchange);
        } else {
            answering(exchange, () -> document(http, exchange));
        }
    }

    private static String token(HttpRequest http) {
        String header = http.header("authorization", "");
        return header.startsWith("Bearer ")
                ? header.substring("Bearer ".length()).strip()
                : "";
    }

    private void audited(ApiRequest request, Exchange exchange) throws IOException, InterruptedException {
        if (!request.mutating() || request.group().startsWith("auth")) {
            struck(request, exchange);
            return;
        }
        exchange.whenDecided(() -> append(request, exchange));
        try {
            struck(request, exchange);
        } finally {
            if (exchange.status() == 0) { // nobody is told what came of it
                append(request, exchange);
            }
        }
    }

    private void append(ApiRequest request, Exchange exchange) {
        audit.append(sequence -> entry(sequence, request, exchange.status()));
    }

    private void struck(ApiRequest request, Exchange exchange) throws IOException, InterruptedException {
        Call call = request.call();
        Optional<Effect> effect = faults.strike(call);
        if (effect.isEmpty()) {
            answering(exchange, () -> serve(request, exchange));
            return;
        }
        switch (effect.get()) {
            case Effect.Answer(ApiStatus status) -> Answers.status(exchange, status);
            case Effect.Delay(Duration duration) -> {
                Thread.sleep(duration);
                answering(exchange, () -> serve(request, exchange));
            }
            case Effect.Cut(boolean reset, boolean after) -> {
                if (after) {
                    exchange.mute();
                    answering(exchange, () -> serve(request, exchange));
                }
                exchange.cut(reset);
            }
            case Effect.Hang() -> exchange.hang(new CountDownLatch(1));
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void answering(Exchange exchange, Work work) throws IOException, InterruptedException {
        try {
            work.run();
        } catch (ApiException e) {
            refuse(exchange, e.status());
        } catch (RuntimeException e) {
            refuse(exchange, ApiStatus.of(500, "InternalError", "Internal error occurred: " + e));
        }
    }

    private static void refuse(Exchange exchange, ApiStatus status) throws IOException {
        if (exchange.status() == 0) {
            Answers.status(exchange, status);
        } else {
            exchange.cut(false); // half an answer is out already: the client must see that it is no whole one
        }
    }

    private void serve(ApiRequest request, Exchange exchange) throws IOException, InterruptedException {
        if (request.group().equals("authorization.k8s.io") || request.group().equals("authentication.k8s.io")) {
            reviews.review(request, exchange);
            return;
        }
        if (request.name().isEmpty() && request.resource().isEmpty()) {
            throw Discovery.notFound();
        }
        if (request.group().equals(MetricsCalls.GROUP)) {
            authorize(request);
            metrics.answer(request, exchange);
            return;
        }
        Optional<ObjectNode> document = discovery.document(request.http().path());
        if (document.isPresent()) {
            Answers.json(exchange, 200, document.get());
            return;
        }
        ResourceType type = discovery.type(request);
        authorize(request);
        if (request.subresource().isEmpty() || request.subresource().equals("status")) {
            object(request, type, exchange);
        } else {
            subresource(request, type, exchange);
        }
    }

    private void object(ApiRequest request, ResourceType type, Exchange exchange)
            throws IOException, InterruptedException {
        boolean definition = type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITION)
                && request.subresource().isEmpty()
                && !request.dryRun();
        Optional<StoredObject> before = definition ? store.find(type, "", request.name()) : Optional.empty();
        call(request, type, exchange);
        if (definition && request.mutating()) {
            definitions(before);
        }
    }

    /** Serves what is defined now and wasn't, and no more what was and isn't. */
    private void definitions(Optional<StoredObject> before) {
        for (StoredObject now : store.list(ResourceTypes.CUSTOM_RESOURCE_DEFINITION)) {
            if (!now.at("status").has("acceptedNames")) {
                custom.established(now);
            }
        }
        before.filter(old -> store.find(old.type(), "", old.name()).isEmpty()).ifPresent(custom::removed);
    }

    private void call(ApiRequest request, ResourceType type, Exchange exchange)
            throws IOException, InterruptedException {
        switch (request.verb()) {
            case "get" -> reads.get(request, type, exchange);
            case "list" -> reads.list(request, type, exchange);
            case "watch" -> watches.watch(request, type, exchange);
            case "create" -> writes.create(request, type, exchange);
            case "update" -> writes.update(request, type, exchange);
            case "patch" -> writes.patch(request, type, exchange);
            case "delete" -> deletes.delete(request, type, exchange);
            case "deletecollection" -> deletes.deleteCollection(request, type, exchange);
            default -> throw notAllowed();
        }
    }

    private void subresource(ApiRequest request, ResourceType type, Exchange exchange) throws IOException {
        boolean pod = type.equals(ResourceTypes.POD);
        if (pod
                && request.fullResource().equals("pods/eviction")
                && request.verb().equals("create")) {
            evictions.evict(request, exchange);
        } else if (pod
                && request.subresource().equals("binding")
                && request.verb().equals("create")) {
            subresources.bind(request, exchange);
        } else if (pod && IN_A_PROCESS.contains(request.subresource())) {
            inAProcess(request, exchange);
        } else if (request.subresource().equals("scale") && type.has(ResourceType.Trait.SCALE)) {
            subresources.scale(request, type, exchange);
        } else {
            throw Discovery.notFound();
        }
    }

    /** What a kubelet would do with a pod's processes, of which there are none here. */
    private void inAProcess(ApiRequest request, Exchange exchange) throws IOException {
        store.get(ResourceTypes.POD, request.namespace(), request.name());
        String why = "pod %s is simulated: no process runs in it".formatted(request.name());
        if (!request.subresource().equals("log")) {
            throw ApiException.badRequest(why);
        }
        exchange.answer(200, "text/plain", (why + ", so there is no log\n").getBytes(StandardCharsets.UTF_8));
    }

    private static ApiException notAllowed() {
        return new ApiException(ApiStatus.of(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));
    }

    private void authorize(ApiRequest request) {
        Access access = request.access();
        if (authorizer.allows(request.user(), access)) {
            return;
        }
        String where = access.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace \"%s\"".formatted(access.namespace());
        String resource = access.group().isEmpty() ? request.resource() : request.resource() + "." + access.group();
        String subject = access.name().isEmpty() ? resource : "%s \"%s\"".formatted(resource, access.name());
        throw new ApiException(new ApiStatus(
                403,
                "Forbidden",
                "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\"%s"
                        .formatted(
                                subject,
                                request.user().name(),
                                access.verb(),
                                access.resource(),
                                access.group(),
                                where),
                access.name(),
                access.group(),
                request.resource(),
                "",
                java.util.List.of(),
                0));
    }

    private void document(HttpRequest http, Exchange exchange) throws IOException {
        String path = http.path();
        String health = HEALTH.get(path);
        if (health != null) {
            exchange.answer(200, "text/plain", health.getBytes(StandardCharsets.UTF_8));
        } else if (path.equals("/version")) {
            Answers.json(exchange, 200, version());
        } else if (path.equals("/openapi/v2") && http.header("accept", "").contains(OpenApi.PROTOBUF_WANTED)) {
            exchange.answer(200, OpenApi.PROTOBUF, new byte[0]);
        } else {
            Optional<ObjectNode> found = openApi.document(path).or(() -> discovery.document(path));
            Answers.json(exchange, 200, found.orElseThrow(Discovery::notFound));
        }
    }

    private static ObjectNode version() {
        return Json.NODES
                .objectNode()
                .put("major", "1")
                .put("minor", "32")
                .put("gitVersion", "v1.32.4")
                .put("gitCommit", "simulated")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "none")
                .put("platform", "simulated/java");
    }

    private AuditEntry entry(long sequence, ApiRequest request, int code) {
        JsonNode read = readable(request);
        byte[] body = request.contentType().contains("protobuf")
                ? Json.bytes(read)
                : request.http().body();
        String name =
                request.name().isEmpty() ? read.path("metadata").path("name").asText("") : request.name();
        JsonNode preconditions = read.has("deleteOptions")
                ? read.path("deleteOptions").path("preconditions")
                : read.path("preconditions");
        boolean dryRun = request.dryRun()
                || read.path("deleteOptions").path("dryRun").path(0).asText().equals("All")
                || read.path("dryRun").path(0).asText().equals("All");
        return new AuditEntry(
                sequence,
                store.clock().instant(),
                System.nanoTime(),
                request.user().name(),
                request.userAgent(),
                request.verb(),
                request.fullResource(),
                request.namespace(),
                name,
                preconditions.path("uid").asText(""),
                dryRun,
                code,
                new String(body, 0, Math.min(body.length, EXCERPT), StandardCharsets.UTF_8));
    }

    private static JsonNode readable(ApiRequest request) {
        try {
            return Json.read(request.http().body(), request.contentType());
        } catch (ApiException unreadable) {
            return Json.NODES.missingNode();
        }
    }
}
