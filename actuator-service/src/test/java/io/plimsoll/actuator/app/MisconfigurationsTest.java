package io.plimsoll.actuator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.plimsoll.actuator.calendar.BlackoutSetting;
import io.plimsoll.actuator.calendar.Calendar;
import io.plimsoll.actuator.calendar.Opening;
import io.plimsoll.actuator.calendar.WindowSetting;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.signature.Door;
import io.plimsoll.actuator.signature.Keyring;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is set or asked wrongly is explained in one line: what, where, and what mends it.
 *
 * <p>Those that need a broker, a cluster or the packaged service are proven in {@code TroubleIT} (no topic, a journal that
 * forgets, no broker, no API server, an expired token, a missing verb, a view that is refused, a lease held by another, a
 * clock that differs, no requesters' file), {@code RightsIT} (each verb of the Role) and {@code StartIT} (keys and values).
 */
class MisconfigurationsTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final String DRAIN = "\"action\":{\"type\":\"drain\",\"nodes\":{\"names\":[\"n1\"]}}";

    @ParameterizedTest(name = "{0}")
    @MethodSource("slips")
    void isExplainedInOneLineThatNamesTheSlipAndItsRemedy(String slip, String line, List<String> named) {
        assertThat(line)
                .as(slip)
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotContain("Exception")
                .hasSizeLessThan(600)
                .contains(named);
    }

    static Stream<Arguments> slips() {
        return Stream.of(requests(), windows(), signatures()).flatMap(each -> each);
    }

    private static Stream<Arguments> requests() {
        return Stream.of(
                arguments("unknown field", refused("\"nodess\":1," + DRAIN), List.of("nodess")),
                arguments("unknown option", refused("\"options\":{\"force\":true}," + DRAIN), List.of("force")),
                arguments("unknown action", refused("\"action\":{\"type\":\"reboot\"}"), List.of("reboot", "drain")),
                arguments("no action", refused("\"reason\":\"x\""), List.of("action", "say what to do")),
                arguments(
                        "every node",
                        refused("\"action\":{\"type\":\"drain\",\"nodes\":{\"names\":[\"*\"]}}"),
                        List.of("*", "selector")),
                arguments(
                        "unreadable selector",
                        refused("\"action\":{\"type\":\"drain\",\"nodes\":{\"selector\":\"pool=(\"}}"),
                        List.of("pool=(", "kubectl")),
                arguments(
                        "unreadable duration",
                        refused("\"options\":{\"nodeDeadline\":\"30min\"}," + DRAIN),
                        List.of("nodeDeadline", "30min", "PT30M")),
                arguments(
                        "negative limit",
                        refused("\"options\":{\"maxConcurrent\":-1}," + DRAIN),
                        List.of("maxConcurrent", "-1")),
                arguments(
                        "notAfter before notBefore",
                        refused("\"notBefore\":\"2030-01-02T00:00:00Z\",\"notAfter\":\"2030-01-01T13:00:00Z\","
                                + DRAIN),
                        List.of("notAfter", "leave time between them")),
                arguments(
                        "no time zone",
                        refused("\"notBefore\":\"2030-01-02T00:00:00\"," + DRAIN),
                        List.of("notBefore")),
                arguments("a number for a text", refused("\"reason\":5," + DRAIN), List.of("reason")),
                arguments("no cluster", line(read("{\"id\":\"r1\"," + DRAIN + "}")), List.of("cluster", "eu1")),
                arguments(
                        "no id", line(read("{\"cluster\":\"eu1\"," + DRAIN + "}")), List.of("id", "answers carry it")),
                arguments(
                        "a field twice",
                        line(read("{\"id\":\"r1\",\"cluster\":\"eu1\",\"id\":\"r2\"," + DRAIN + "}")),
                        List.of("Duplicate field 'id'")),
                arguments(
                        "a flag in quotes",
                        refused("\"dryRun\":\"true\"," + DRAIN),
                        List.of("dryRun", "true or false, unquoted")),
                arguments(
                        "more grace than time",
                        refused("\"options\":{\"gracePeriodSeconds\":3600,\"nodeDeadline\":\"PT30M\"}," + DRAIN),
                        List.of("gracePeriodSeconds", "3600 s", "PT30M", "raise nodeDeadline")),
                arguments(
                        "a field of another action",
                        refused("\"action\":{\"type\":\"cordon\",\"then\":\"hold\",\"nodes\":{\"names\":[\"n1\"]}}"),
                        List.of("action.then", "cordon takes nodes")),
                arguments(
                        "a pause of everything, by a name",
                        refused("\"action\":{\"type\":\"pause\",\"scope\":{\"kind\":\"all\"}}"),
                        List.of("action.scope.kind", "'all'", "Cluster, NodeGroup, Namespace, Node")),
                arguments(
                        "a pause of years",
                        refused("\"action\":{\"type\":\"pause\",\"scope\":{\"kind\":\"Cluster\"},"
                                + "\"until\":\"2040-01-01T00:00:00Z\"}"),
                        List.of("action.until", "2040-01-01T00:00:00Z", "2030-02-01T12:00:00Z")),
                arguments(
                        "a node in capitals",
                        refused("\"action\":{\"type\":\"drain\",\"nodes\":{\"names\":[\"Node_1\"]}}"),
                        List.of("Node_1", "lower-case")),
                arguments("no JSON", line(read("drain n1 please")), List.of("JSON")),
                arguments(
                        "a type of another major version",
                        line(new RequestReader("eu1")
                                .read("{}".getBytes(UTF_8), "io.plimsoll.maintenance.request.v9", null, NOW)),
                        List.of("v9", "io.plimsoll.maintenance.request.v1")));
    }

    private static Stream<Arguments> windows() {
        return Stream.of(
                arguments(
                        "wrong zone",
                        window("22:00", "04:00", "Mon-Fri", "Europe/Belrin"),
                        List.of("nights", "Europe/Belrin")),
                arguments(
                        "wrong hour", window("25:00", "04:00", "Mon-Fri", "Europe/Berlin"), List.of("nights", "25:00")),
                arguments(
                        "wrong day",
                        window("22:00", "04:00", "Mo-Fr", "Europe/Berlin"),
                        List.of("nights", "'Fr'", "Mon-Fri")),
                arguments(
                        "wrong cron",
                        problem(new WindowSetting("nights", List.of(), null, null, "UTC", "0 22 * *", "6h")),
                        List.of("nights", "0 22 * *")),
                arguments(
                        "start without end",
                        problem(new WindowSetting("nights", List.of(), "22:00", null, "UTC", null, null)),
                        List.of("nights")),
                arguments(
                        "no zone",
                        problem(new WindowSetting("nights", List.of(), "22:00", "04:00", null, null, null)),
                        List.of("nights", "no zone", "Europe/Berlin")),
                arguments(
                        "cron without duration",
                        problem(new WindowSetting("nights", List.of(), null, null, "UTC", "0 22 * * *", null)),
                        List.of("nights", "duration", "PT6H")),
                arguments(
                        "cron and hours",
                        problem(new WindowSetting("nights", List.of(), "22:00", "04:00", "UTC", "0 22 * * *", "6h")),
                        List.of("nights", "keep one")),
                arguments(
                        "a blackout that ends before it begins",
                        Calendar.of(
                                        List.of(),
                                        List.of(BlackoutSetting.between(
                                                "freeze", "2030-01-05T00:00:00Z", "2030-01-04T00:00:00Z")))
                                .problems()
                                .getFirst(),
                        List.of("freeze", "2030-01-05T00:00:00Z", "not before")),
                arguments(
                        "wrong blackout",
                        Calendar.of(
                                        List.of(),
                                        List.of(BlackoutSetting.between("freeze", "yesterday", "2030-01-05T00:00:00Z")))
                                .problems()
                                .getFirst(),
                        List.of("freeze", "yesterday")),
                arguments(
                        "a window nobody set",
                        shut(Calendar.of(
                                        List.of(WindowSetting.weekly(
                                                "nights", List.of("Mon-Fri"), "22:00", "04:00", "UTC")),
                                        List.of())
                                .at(NOW, "knights")),
                        List.of("knights")));
    }

    private static Stream<Arguments> signatures() {
        Door door = new Door(new Keyring(List.of()), new RequestReader("eu1"));
        byte[] unsigned = ("{\"id\":\"r1\",\"cluster\":\"eu1\"," + DRAIN + "}").getBytes(UTF_8);
        return Stream.of(
                arguments(
                        "unsigned, though signatures are required",
                        line(door.read(unsigned, null, NOW)),
                        List.of("not signed", "docs/signed-requests.md")),
                arguments(
                        "a requester without rights",
                        keyring("{\"requesters\":[{\"name\":\"p\",\"keys\":[{\"id\":\"k\",\"publicKey\":\"xyz\"}]}]}"),
                        List.of("requesters[0].keys k", "Ed25519")));
    }

    private static String refused(String fields) {
        return line(read("{\"id\":\"r1\",\"cluster\":\"eu1\"," + fields + "}"));
    }

    private static Reading read(String json) {
        return new RequestReader("eu1").read(json.getBytes(UTF_8), null, null, NOW);
    }

    private static String line(Reading reading) {
        return switch (reading) {
            case Reading.Refused(var _, var causes) -> line(causes.getFirst());
            case Reading.Untrusted(var _, var cause) -> line(cause);
            case Reading.Accepted _, Reading.Signed _, Reading.Elsewhere _, Reading.Nothing _ ->
                throw new AssertionError("was taken: " + reading);
        };
    }

    private static String line(Cause cause) {
        assertThat(cause.code()).matches("[A-Z_]+");
        assertThat(cause.remedy()).isNotBlank();
        return cause.object() + " " + cause.message() + ": " + cause.remedy();
    }

    private static String window(String start, String end, String days, String zone) {
        return problem(WindowSetting.weekly("nights", List.of(days), start, end, zone));
    }

    private static String problem(WindowSetting window) {
        Calendar calendar = Calendar.of(List.of(window), List.of());
        assertThat(calendar.at(NOW, null)).as("what can't be read is shut").isInstanceOf(Opening.Shut.class);
        return calendar.problems().getFirst();
    }

    private static String shut(Opening opening) {
        assertThat(opening).isInstanceOf(Opening.Shut.class);
        return opening.toString();
    }

    private static String keyring(String json) {
        try {
            Keyring.read(json.getBytes(UTF_8));
            throw new AssertionError("was read");
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
