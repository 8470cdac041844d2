package io.plimsoll.actuator.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DSSE envelope.
 *
 * <p>Source: {@code github.com/secure-systems-lab/dsse}, protocol version 1.0.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and gone once it is read
record Envelope(String payloadType, byte[] payload, List<Sig> signatures) {

    static final String TYPE = "application/vnd.plimsoll.signed-request.v1+json";

    private static final int MOST_SIGNATURES = 8;

    /** One signature, and the key it claims. */
    record Sig(String keyId, byte[] bytes) {}

    /** Null where the value is no envelope. */
    static @Nullable Envelope read(byte[] value) {
        try {
            JsonNode tree = Json.mapper().readTree(value);
            if (!tree.isObject()
                    || !tree.has("payload")
                    || !tree.path("signatures").isArray()) {
                return null;
            }
            List<Sig> signatures = new ArrayList<>();
            for (JsonNode each : tree.path("signatures")) {
                if (signatures.size() < MOST_SIGNATURES) {
                    signatures.add(new Sig(each.path("keyid").asText(""), bytes(each.path("sig"))));
                }
            }
            return new Envelope(tree.path("payloadType").asText(""), bytes(tree.path("payload")), signatures);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] bytes(JsonNode base64) {
        String text = base64.asText("").replace('-', '+').replace('_', '/');
        return Base64.getDecoder().decode(text);
    }

    /** What is signed: the type and the payload with their lengths, so that neither can be taken for the other. */
    static byte[] preAuthentication(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(UTF_8);
        byte[] head = ("DSSEv1 " + type.length + " " + payloadType + " " + payload.length + " ").getBytes(UTF_8);
        byte[] all = new byte[head.length + payload.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }

    boolean signedWith(Sig sig, PublicKey key) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(preAuthentication(payloadType, payload));
            return check.verify(sig.bytes());
        } catch (GeneralSecurityException e) {
            return false; // a signature of the wrong length, for one
        }
    }
}
