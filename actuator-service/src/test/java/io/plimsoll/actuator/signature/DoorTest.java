package io.plimsoll.actuator.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final String DRAIN = "{\"type\":\"drain\",\"nodes\":{\"names\":[\"n1\"]}}";
    private static final Pen PEN = new Pen("patching-2030");

    private final Door door =
            new Door(Keyring.read(requesters(PEN.publicKey()).getBytes(UTF_8)), new RequestReader("eu1"));

    private static String requesters(String publicKey) {
        return """
                {"requesters": [{"name": "patching", "keys": [{"id": "patching-2030", "publicKey": "%s"}],
                  "actions": ["drain", "plan", "pause"], "nodes": "pool=batch", "maxNodes": 3, "maxHours": 6}]}""".formatted(publicKey);
    }

    private static String request(String more) {
        return "{\"id\":\"r1\",\"cluster\":\"eu1\"," + more + "}";
    }

    private static String action(String action) {
        return request("\"requestedBy\":\"patching\",\"action\":" + action);
    }

    private Reading read(String value) {
        return door.read(value.getBytes(UTF_8), null, NOW);
    }

    private static String code(Reading reading) {
        return switch (reading) {
            case Reading.Refused(var _, var causes) -> causes.getFirst().code();
            case Reading.Untrusted(var _, var cause) -> cause.code();
            case Reading.Accepted _ -> "ACCEPTED";
            case Reading.Signed _ -> "SIGNED";
            case Reading.Elsewhere _ -> "ELSEWHERE";
            case Reading.Nothing _ -> "NOTHING";
        };
    }

    @Test
    void signedRequestIsLetInWithItsRequestersRights() {
        Reading reading = read(PEN.signed("nonce-0001", NOW, action(DRAIN)));

        assertThat(reading).isInstanceOfSatisfying(Reading.Signed.class, signed -> {
            assertThat(signed.request().id()).isEqualTo("r1");
            assertThat(signed.warrant().requester()).isEqualTo("patching");
            assertThat(signed.warrant().key()).isEqualTo("patching-2030");
            assertThat(signed.warrant().nodes()).isEqualTo("pool=batch");
            assertThat(signed.warrant().maxNodes()).isEqualTo(3);
            assertThat(signed.warrant().once()).isEqualTo("patching/nonce-0001");
        });
    }

    @Test
    void unsignedRequestIsNotTrustedWhateverItSays() {
        Reading reading = read(action(DRAIN));

        assertThat(reading).isInstanceOfSatisfying(Reading.Untrusted.class, untrusted -> {
            assertThat(untrusted.id()).isEqualTo("r1");
            assertThat(untrusted.cause().code()).isEqualTo("UNSIGNED");
            assertThat(untrusted.cause().remedy()).contains("docs/signed-requests.md");
        });
    }

    @Test
    void strangersKeyTamperedPayloadAndForeignTypeAreNotTrusted() {
        Pen stranger = new Pen("patching-2030");
        Pen unknown = new Pen("nobody");
        String signed = PEN.letter("nonce-0002", NOW, action(DRAIN));
        String other = PEN.letter("nonce-0002", NOW, action(DRAIN.replace("n1", "n2")));

        assertThat(code(read(stranger.signed("nonce-0002", NOW, action(DRAIN)))))
                .isEqualTo("BAD_SIGNATURE");
        assertThat(code(read(unknown.signed("nonce-0002", NOW, action(DRAIN))))).isEqualTo("BAD_SIGNATURE");
        assertThat(code(read(PEN.envelope(Envelope.TYPE, other, signed)))).isEqualTo("BAD_SIGNATURE");
        assertThat(code(read(PEN.envelope("text/plain", signed, signed)))).isEqualTo("BAD_SIGNATURE");
        assertThat(code(read(
                        PEN.signed("nonce-0002", NOW, action(DRAIN)).replaceAll("\"sig\":\"[^\"]*", "\"sig\":\"AAAA"))))
                .isEqualTo("BAD_SIGNATURE");
    }

    @ParameterizedTest
    @CsvSource({
        "-7, SIGNATURE_STALE", // hours: older than maxHours
        "-5, SIGNED",
        "1, SIGNATURE_STALE" // ahead of our clock
    })
    void signatureHoldsForAsLongAsItsRequesterMayAsk(int hours, String expected) {
        Reading reading = read(PEN.signed("nonce-0003", NOW.plus(Duration.ofHours(hours)), action(DRAIN)));

        assertThat(code(reading)).isEqualTo(expected);
    }

    @Test
    void whatGoesBeyondItsRequestersRightsIsRefusedByName() {
        String late = NOW.plus(Duration.ofHours(7)).toString();

        assertThat(code(read(
                        PEN.signed("nonce-0004", NOW, action("{\"type\":\"cordon\",\"nodes\":{\"names\":[\"n1\"]}}")))))
                .isEqualTo("ACTION_NOT_GRANTED");
        assertThat(code(read(PEN.signed("nonce-0004", NOW, request("\"requestedBy\":\"root\",\"action\":" + DRAIN)))))
                .isEqualTo("REQUESTER_MISMATCH");
        assertThat(code(read(PEN.signed(
                        "nonce-0004", NOW, request("\"options\":{\"nodeDeadline\":\"PT7H\"},\"action\":" + DRAIN)))))
                .isEqualTo("TOO_LONG");
        assertThat(code(read(PEN.signed(
                        "nonce-0004", NOW, action("{\"type\":\"pause\",\"scope\":{\"kind\":\"Cluster\"}}")))))
                .isEqualTo("TOO_LONG");
        assertThat(code(read(PEN.signed(
                        "nonce-0004",
                        NOW,
                        action("{\"type\":\"pause\",\"scope\":{\"kind\":\"Cluster\"},\"until\":\"" + late + "\"}")))))
                .isEqualTo("TOO_LONG");
        assertThat(code(read(PEN.signed("short", NOW, action(DRAIN))))).isEqualTo("NONCE_MISSING");
    }

    @Test
    void signedNonsenseIsRefusedAsUnsignedNonsenseIs() {
        Reading reading = read(PEN.signed("nonce-0005", NOW, action("{\"type\":\"explode\"}")));

        assertThat(reading).isInstanceOfSatisfying(Reading.Refused.class, refused -> {
            assertThat(refused.id()).isEqualTo("r1");
            assertThat(refused.causes()).extracting(Cause::code).contains("UNKNOWN_ACTION");
        });
        assertThat(code(read(PEN.signed("nonce-0005", NOW, action(DRAIN).replace("eu1", "us1")))))
                .isEqualTo("ELSEWHERE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"requesters\": []}",
                "{\"requesters\": [{\"name\": \"a\"}]}",
                "{\"requesters\": [{\"name\": \"a\", \"keys\": [{\"id\": \"k\", \"publicKey\": \"AAAA\"}], \"actions\": [\"plan\"]}]}",
                "not json"
            })
    void slipInTheRequestersFileIsSaidInOneLine(String file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keyring.read(file.getBytes(UTF_8)))
                .satisfies(slip -> assertThat(slip.getMessage()).isNotBlank().doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"actions\": [\"drain\", \"plan\", \"pause\"] | \"actions\": [\"drian\"] | actions",
                "\"maxNodes\": 3 | \"maxNodes\": 0 | maxNodes",
                "\"maxHours\": 6 | \"maxHours\": 10000 | maxHours",
                "\"nodes\": \"pool=batch\" | \"nodes\": \"pool==(\" | nodes",
                "\"maxNodes\" | \"maxnodes\" | unknown fields",
            })
    void slipNamesItsPlaceAndNeverGrantsMore(String right, String wrong, String named) {
        String file = requesters(PEN.publicKey()).replace(right.strip(), wrong.strip());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keyring.read(file.getBytes(UTF_8)))
                .withMessageContaining("requesters[0]")
                .withMessageContaining(named.strip());
    }
}
