package io.plimsoll.wire.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.plimsoll.model.fact.Deleted;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.plimsoll.model.fact.Origin;
import io.plimsoll.wire.Decoded;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.RecordTypes;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts, those of pods, workloads, usage and events without the mapper.
 *
 * <p>Whatever isn't exactly as our own writer puts it (another type, a number as text, a missing part) is left to
 * {@link Decoded}, so that refusals and their reasons have one source. For one thread: it remembers texts and instants
 * that come again, and hands out the same objects.
 */
public final class FactReader {

    private static final Origin[] ORIGINS = Origin.values();

    private final JsonFactory factory = Json.mapper().getFactory();
    private final Recurring recurring = new Recurring();
    private final PodReader pods = new PodReader();
    private final WorkloadReader workloads = new WorkloadReader();

    /** The fact that the value holds, as {@link Decoded#of} gives it. */
    public Decoded<Fact> read(byte @Nullable [] value, @Nullable String ceType) {
        boolean ours = ceType == null || ceType.equals(RecordTypes.FACT);
        boolean sized = value != null && value.length > 0 && value.length <= Decoded.LARGEST;
        Fact fact = value != null && ours && sized ? quick(value) : null;
        return fact == null ? Decoded.of(value, ceType, RecordTypes.FACT, Fact.class) : new Decoded.Good<>(fact);
    }

    private @Nullable Fact quick(byte[] value) {
        try (JsonParser parser = factory.createParser(value)) {
            return fact(new Tokens(value, parser, recurring));
        } catch (IOException | NullPointerException | IllegalArgumentException | DateTimeException e) {
            return null; // the mapper will say what is wrong with it
        }
    }

    private @Nullable Fact fact(Tokens in) throws IOException {
        String cluster = null;
        String kind = null;
        String namespace = null;
        String name = null;
        String uid = null;
        String resourceVersion = null;
        Instant observedAt = null;
        Origin origin = null;
        long epoch = 0;
        boolean truncated = false;
        List<String> problems = List.of();
        FactBody body = null;
        in.startObject();
        for (String field = in.field(); field != null; field = in.field()) {
            switch (field) {
                case "cluster" -> cluster = in.text();
                case "kind" -> kind = in.text();
                case "namespace" -> namespace = in.text();
                case "name" -> name = in.unique();
                case "uid" -> uid = in.unique();
                case "resourceVersion" -> resourceVersion = in.unique();
                case "observedAt" -> observedAt = in.instant();
                case "origin" -> origin = in.oneOf(ORIGINS);
                case "epoch" -> epoch = in.number();
                case "truncated" -> truncated = in.flag();
                case "problems" -> problems = in.texts();
                case "body" -> {
                    body = body(in);
                    if (body == null) {
                        return null;
                    }
                }
                default -> in.skip();
            }
        }
        return cluster == null || kind == null || observedAt == null || origin == null || body == null
                ? null
                : new Fact(
                        cluster,
                        kind,
                        namespace,
                        name == null ? "" : name,
                        uid,
                        resourceVersion,
                        observedAt,
                        origin,
                        epoch,
                        truncated,
                        problems,
                        body);
    }

    /** Null where the type isn't one of those, or isn't named first. */
    private @Nullable FactBody body(Tokens in) throws IOException {
        in.startObject();
        if (!"type".equals(in.field())) {
            return null;
        }
        return switch (in.text()) {
            case "PodUsage" -> SampleReader.podUsage(in);
            case "NodeUsage" -> SampleReader.nodeUsage(in);
            case "Event" -> SampleReader.event(in);
            case "Pod" -> pods.read(in);
            case "Workload" -> workloads.read(in);
            case "Deleted" -> deleted(in);
            default -> null;
        };
    }

    private static Deleted deleted(Tokens in) throws IOException {
        Instant at = null;
        for (String field = in.field(); field != null; field = in.field()) {
            if (field.equals("deletedAt")) {
                at = in.instant();
            } else {
                in.skip();
            }
        }
        return new Deleted(at);
    }
}
