package io.plimsoll.actuator.request;

import static io.plimsoll.actuator.request.Fields.quoted;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests addressed to one cluster.
 *
 * <p>The work is bounded by the size of the value: it is refused above {@link #LARGEST} bytes, nests at most eight deep,
 * and is walked once. No input makes it throw.
 */
public final class RequestReader {

    /**
     * Largest value that is read, in bytes: 5,000 of the longest node names don't fit, 5,000 usual ones do. What is
     * remembered of a request names its nodes up to four times, and has to fit into one record of Kafka's usual 1 MB.
     */
    public static final int LARGEST = 1 << 18;

    /** Longest {@code reason}, in characters. */
    public static final int LONGEST_REASON = 1_024;

    static final int LONGEST_ID = 128;
    private static final int MOST_PRIORITY = 1_000_000;
    static final String ID_REMEDY =
            "use 1 to " + LONGEST_ID + " letters, digits, '.', '_', ':' and '-', beginning with a letter or digit";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");
    private static final Pattern MINOR = Pattern.compile(".*[./-]v1\\.(\\d{1,4})(?:\\.json)?");
    /** How far ahead times may lie: who names a later one has mistyped it, or means no good. */
    public static final Duration FARTHEST = Duration.ofDays(366);

    private static final Set<String> FIELDS = Set.of(
            "id",
            "cluster",
            "requestedBy",
            "action",
            "reason",
            "notBefore",
            "notAfter",
            "priority",
            "dryRun",
            "options");

    /** Stricter than the contracts' mapper: bounded, no field twice, nothing after the end. */
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNumberLength(20)
                            .maxNameLength(1_024)
                            .maxStringLength(65_536)
                            .build())
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String cluster;

    public RequestReader(String cluster) {
        this.cluster = cluster;
    }

    /**
     * Reads a record's value.
     *
     * @param type the {@code ce_type} header, or null, which passes
     * @param dataSchema the {@code ce_dataschema} header, or null; one that ends in {@code v1.3} names a newer minor
     *     version, whose unknown fields pass
     * @param now bounds how far ahead times may lie
     */
    public Reading read(byte @Nullable [] value, @Nullable String type, @Nullable String dataSchema, Instant now) {
        if (value == null) {
            return new Reading.Nothing();
        }
        if (value.length > LARGEST) {
            return refused(
                    "TOO_LARGE", "the value has " + value.length + " bytes", "send at most " + LARGEST + " bytes");
        }
        if (type != null && !type.equals(MaintenanceRequest.TYPE) && !isMinor(type)) {
            return ofAnotherType(value, type);
        }
        return parsed(value, new Findings(newerMinor(type) || newerMinor(dataSchema)), now);
    }

    /** Of a type that isn't understood, but whoever sent it is told so, where it says for whom it is and under which id. */
    private Reading ofAnotherType(byte[] value, String type) {
        Cause cause = new Cause(
                type.startsWith("io.plimsoll.maintenance.request.v") ? "NEWER_MAJOR" : "UNKNOWN_TYPE",
                null,
                "ce_type is " + quoted(type),
                "send " + MaintenanceRequest.TYPE);
        try {
            JsonNode tree = STRICT.readTree(value);
            Fields fields = new Fields("", tree, new Findings(true));
            String addressed = cluster(fields);
            if (addressed != null && !addressed.equals(cluster)) {
                return new Reading.Elsewhere(addressed);
            }
            return new Reading.Refused(addressed == null ? null : id(fields), List.of(cause));
        } catch (IOException e) {
            return new Reading.Refused(null, List.of(cause));
        }
    }

    /** Checks a request that has been read before: the journal's. */
    public Reading check(MaintenanceRequest source, Instant now) {
        return examined(Json.mapper().valueToTree(source), new Findings(true), now);
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private Reading parsed(byte[] value, Findings findings, Instant now) {
        try {
            return examined(STRICT.readTree(value), findings, now);
        } catch (JsonProcessingException e) {
            return refused(
                    "MALFORMED", "the value is no readable JSON: " + oneLine(e), "send one JSON object in UTF-8");
        } catch (IOException e) {
            return refused("MALFORMED", "the value can't be read as JSON", "send one JSON object in UTF-8");
        }
    }

    private Reading examined(@Nullable JsonNode tree, Findings findings, Instant now) {
        if (tree == null || !tree.isObject()) {
            return refused("MALFORMED", "the value is no JSON object", "send one JSON object in UTF-8");
        }
        Fields fields = new Fields("", tree, findings);
        String addressed = cluster(fields);
        if (addressed != null && !addressed.equals(cluster)) {
            return new Reading.Elsewhere(addressed);
        }
        fields.knowing(FIELDS);
        String id = id(fields);
        Draft draft = draft(fields, now);
        if (draft.work() instanceof Work.Cancel(var target) && target.equals(id)) {
            fields.wrong(
                    "CANCELS_ITSELF",
                    "action",
                    "is to cancel " + quoted(target) + ", which is this request's own id",
                    "give the id of the request to cancel, and this one an id of its own");
        }
        if (id == null || addressed == null || draft.work() == null || !findings.none()) {
            return new Reading.Refused(id, findings.causes());
        }
        return accepted(tree, id, draft, findings.ignored());
    }

    /** By now every field has its type, so that the record can be read too. */
    private Reading accepted(JsonNode tree, String id, Draft draft, List<String> ignored) {
        try {
            MaintenanceRequest source = Json.mapper().treeToValue(tree, MaintenanceRequest.class);
            return new Reading.Accepted(draft.request(id, cluster, source), ignored);
        } catch (JsonProcessingException e) {
            return new Reading.Refused(
                    id,
                    List.of(new Cause("MALFORMED", null, "the request can't be read: " + oneLine(e), "send it anew")));
        }
    }

    private @Nullable String cluster(Fields fields) {
        String given = fields.text("cluster", LONGEST_ID);
        if (given == null) {
            return fields.has("cluster")
                    ? null
                    : fields.missing("cluster", "say for which cluster it is, such as " + cluster);
        }
        return isId(given) ? given : fields.wrong("INVALID_CLUSTER", "cluster", "is " + quoted(given), ID_REMEDY);
    }

    private static @Nullable String id(Fields fields) {
        String given = fields.text("id", LONGEST_ID);
        if (given == null) {
            return fields.has("id") ? null : fields.missing("id", "give an id of your own; the answers carry it");
        }
        return isId(given) ? given : fields.wrong("INVALID_ID", "id", "is " + quoted(given), ID_REMEDY);
    }

    private static Draft draft(Fields fields, Instant now) {
        Instant notBefore = fields.instant("notBefore", Instant.EPOCH, now.plus(FARTHEST));
        Instant notAfter = fields.instant("notAfter", Instant.EPOCH, now.plus(FARTHEST));
        if (notBefore != null && notAfter != null && !notBefore.isBefore(notAfter)) {
            fields.wrong(
                    "CONFLICTING_FIELDS",
                    "notAfter",
                    "is " + notAfter + ", not after notBefore " + notBefore,
                    "leave time between them");
        }
        fields.text("reason", LONGEST_REASON);
        Integer priority = fields.number("priority", -MOST_PRIORITY, MOST_PRIORITY);
        return new Draft(
                fields.text("requestedBy", 253),
                WorkReader.read(fields, now),
                notBefore,
                notAfter,
                priority == null ? 0 : priority,
                Boolean.TRUE.equals(fields.flag("dryRun")),
                OptionsReader.read(fields));
    }

    /** What was read, before it is known to be whole. */
    private record Draft(
            @Nullable String requestedBy,
            @Nullable Work work,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter,
            int priority,
            boolean dryRun,
            DrainOptions options) {

        Request request(String id, String cluster, MaintenanceRequest source) {
            String by = requestedBy == null || requestedBy.isBlank() ? "unknown" : requestedBy;
            return new Request(
                    id, cluster, by, requireNonNull(work), notBefore, notAfter, priority, dryRun, options, source);
        }
    }

    private static boolean isMinor(String type) {
        return type.startsWith(MaintenanceRequest.TYPE + ".")
                && MINOR.matcher(type).matches();
    }

    private static boolean newerMinor(@Nullable String text) {
        if (text == null || text.length() > 1_024) {
            return false;
        }
        var minor = MINOR.matcher(text);
        return minor.matches() && Integer.parseInt(minor.group(1)) > 0;
    }

    private static Reading refused(String code, String message, String remedy) {
        return new Reading.Refused(null, List.of(new Cause(code, null, message, remedy)));
    }

    private static String oneLine(JsonProcessingException e) {
        String first = Json.fault(e);
        String short200 = first.length() > 200 ? first.substring(0, 200) + "…" : first;
        return short200.replaceAll("\\p{Cntrl}", "?");
    }
}
