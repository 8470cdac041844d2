package io.plimsoll.actuator.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.actuator.request.Reading;
import io.plimsoll.actuator.request.Request;
import io.plimsoll.actuator.request.RequestReader;
import io.plimsoll.actuator.request.Warrant;
import io.plimsoll.actuator.request.Work;
import io.plimsoll.model.maintenance.MaintenanceStatus.Cause;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lets in what somebody known has signed, as far as they may ask for it. */
public record Door(Keyring keyring, RequestReader reader) {

    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
    private static final String HOW = "sign it with a key of the requesters' file (docs/signed-requests.md)";

    /** Reads a record's value where signatures are required. */
    public Reading read(byte @Nullable [] value, @Nullable String dataSchema, Instant now) {
        if (value == null) {
            return new Reading.Nothing();
        }
        if (value.length > RequestReader.LARGEST) {
            return reader.read(value, null, dataSchema, now); // says so, without looking into it
        }
        Envelope envelope = Envelope.read(value);
        if (envelope == null) {
            return unsigned(reader.read(value, null, dataSchema, now));
        }
        Requester requester = signer(envelope);
        JsonNode letter = letter(envelope);
        byte[] request = letter.path("request").toString().getBytes(UTF_8);
        Reading reading = reader.read(request, null, dataSchema, now);
        if (requester == null) {
            return forged(reading, envelope);
        }
        return switch (reading) {
            case Reading.Accepted(var wanted, var _) -> granted(wanted, letter, requester, envelope, now);
            case Reading.Refused _, Reading.Elsewhere _, Reading.Nothing _, Reading.Signed _, Reading.Untrusted _ ->
                reading;
        };
    }

    private @Nullable Requester signer(Envelope envelope) {
        if (!envelope.payloadType().equals(Envelope.TYPE)) {
            return null;
        }
        for (Envelope.Sig sig : envelope.signatures()) {
            Requester owner = keyring.owner(sig.keyId());
            PublicKey key = owner == null ? null : owner.keys().get(sig.keyId());
            if (key != null && envelope.signedWith(sig, key)) {
                return owner;
            }
        }
        return null;
    }

    private static JsonNode letter(Envelope envelope) {
        try {
            return Json.mapper().readTree(envelope.payload());
        } catch (IOException e) {
            return Json.mapper().createObjectNode();
        }
    }

    private static Reading unsigned(Reading reading) {
        return untrusted(reading, new Cause("UNSIGNED", null, "the request is not signed", HOW));
    }

    private static Reading forged(Reading reading, Envelope envelope) {
        List<String> ids =
                envelope.signatures().stream().map(Envelope.Sig::keyId).toList();
        String why = envelope.payloadType().equals(Envelope.TYPE)
                ? "no signature holds; keys named: " + String.join(", ", ids)
                : "payloadType is not " + Envelope.TYPE;
        return untrusted(reading, new Cause("BAD_SIGNATURE", null, why, HOW));
    }

    private static Reading untrusted(Reading reading, Cause cause) {
        return switch (reading) {
            case Reading.Accepted(var request, var _) -> new Reading.Untrusted(request.id(), cause);
            case Reading.Refused(var id, var _) -> new Reading.Untrusted(id, cause);
            case Reading.Elsewhere _, Reading.Nothing _, Reading.Signed _, Reading.Untrusted _ -> reading;
        };
    }

    private static Reading granted(
            Request request, JsonNode letter, Requester requester, Envelope envelope, Instant now) {
        String claimed = request.source().requestedBy();
        if (claimed != null && !claimed.equals(requester.name())) {
            return new Reading.Untrusted(
                    request.id(),
                    denied("REQUESTER_MISMATCH", requester, "signed a request that says requestedBy " + claimed));
        }
        List<Cause> causes = new ArrayList<>(freshness(letter, requester, now));
        causes.addAll(rights(request, requester, now));
        if (!causes.isEmpty()) {
            return new Reading.Refused(request.id(), causes);
        }
        String key = envelope.signatures().stream()
                .map(Envelope.Sig::keyId)
                .filter(requester.keys()::containsKey)
                .findFirst()
                .orElse("");
        return new Reading.Signed(
                request,
                new Warrant(
                        requester.name(), key, letter.path("nonce").asText(), requester.nodes(), requester.maxNodes()));
    }

    private static List<Cause> freshness(JsonNode letter, Requester requester, Instant now) {
        String nonce = letter.path("nonce").asText("");
        if (!nonce.matches("[A-Za-z0-9._:-]{8,128}")) {
            return List.of(new Cause(
                    "NONCE_MISSING",
                    "nonce",
                    "the signed payload has no nonce of 8 to 128 letters, digits, '.', '_', ':' and '-'",
                    "put in a new random one each time"));
        }
        try {
            Instant signed = Instant.parse(letter.path("signedAt").asText(""));
            boolean early = signed.isAfter(now.plus(CLOCKS_APART));
            boolean late = signed.plus(requester.maxTime()).isBefore(now);
            return early || late
                    ? List.of(new Cause(
                            "SIGNATURE_STALE",
                            "signedAt",
                            "it was signed at " + signed + ", now it is " + now + ": "
                                    + (early
                                            ? "the clocks differ by more than 5 min"
                                            : "older than "
                                                    + requester.maxTime().toHours() + " h"),
                            early ? "set the clocks right" : "sign it anew"))
                    : List.of();
        } catch (DateTimeException e) {
            return List.of(new Cause(
                    "SIGNATURE_STALE", "signedAt", "the signed payload has no readable signedAt", "put in an instant"));
        }
    }

    private static List<Cause> rights(Request request, Requester requester, Instant now) {
        List<Cause> causes = new ArrayList<>();
        var action = request.source().action();
        String type = action == null ? "" : String.valueOf(action.type());
        if (!requester.actions().contains(type)) {
            causes.add(denied(
                    "ACTION_NOT_GRANTED",
                    requester,
                    "may not ask for " + type + ", only for " + String.join(", ", new TreeSet<>(requester.actions()))));
        }
        Duration asked = duration(request, now);
        if (asked == null || asked.compareTo(requester.maxTime()) > 0) {
            causes.add(denied(
                    "TOO_LONG",
                    requester,
                    "may have " + requester.maxTime().toHours() + " h, asked for is "
                            + (asked == null ? "no end" : asked)));
        }
        return causes;
    }

    /** How long what is asked for may last; null for ever. */
    private static @Nullable Duration duration(Request request, Instant now) {
        return switch (request.work()) {
            case Work.Pause(var _, var until) -> until == null ? null : Duration.between(now, until);
            case Work.Drain _ -> request.options().nodeDeadline();
            case Work.Cordon _, Work.Uncordon _, Work.Complete _, Work.Cancel _, Work.Resume _, Work.Preview _ ->
                Duration.ZERO;
        };
    }

    private static Cause denied(String code, Requester requester, String what) {
        return new Cause(
                code,
                requester.name(),
                "requester " + requester.name() + " " + what,
                "ask for less, or have the requesters' file changed");
    }
}
