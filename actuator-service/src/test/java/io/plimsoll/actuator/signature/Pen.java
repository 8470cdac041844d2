package io.plimsoll.actuator.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** Signs requests as a requester would, with a key of its own. */
public final class Pen {

    private final String keyId;
    private final KeyPair keys;

    public Pen(String keyId) {
        this.keyId = keyId;
        try {
            this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As in the requesters' file. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    public String letter(String nonce, Instant signedAt, String request) {
        return "{\"nonce\":\"" + nonce + "\",\"signedAt\":\"" + signedAt + "\",\"request\":" + request + "}";
    }

    public String signed(String nonce, Instant signedAt, String request) {
        return envelope(Envelope.TYPE, letter(nonce, signedAt, request), letter(nonce, signedAt, request));
    }

    /** With a payload other than the one that was signed. */
    String envelope(String type, String payload, String signedPayload) {
        byte[] signature = sign(Envelope.preAuthentication(type, signedPayload.getBytes(UTF_8)));
        return "{\"payloadType\":\"" + type + "\",\"payload\":\""
                + Base64.getEncoder().encodeToString(payload.getBytes(UTF_8))
                + "\",\"signatures\":[{\"keyid\":\"" + keyId + "\",\"sig\":\""
                + Base64.getEncoder().encodeToString(signature) + "\"}]}";
    }

    private byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
