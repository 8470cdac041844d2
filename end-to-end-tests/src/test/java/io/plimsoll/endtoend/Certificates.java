package io.plimsoll.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Key stores of a broker and of one client that trust each other, made with the JDK's own keytool. */
record Certificates(Path broker, Path client, Path trust) {

    private static final String PASSWORD = "changeit";

    static Certificates make(Path directory, String clientName) {
        Certificates made = new Certificates(
                directory.resolve("broker.p12"), directory.resolve("client.p12"), directory.resolve("trust.p12"));
        generate(made.broker, "broker", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1");
        generate(made.client, "client", "CN=" + clientName);
        made.trust(directory, made.broker, "broker");
        made.trust(directory, made.client, "client");
        return made;
    }

    private static void generate(Path store, String alias, String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", name));
        arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        arguments.addAll(store(store));
        arguments.addAll(List.of(more));
        keytool(arguments);
    }

    private void trust(Path directory, Path store, String alias) {
        String file = directory.resolve(alias + ".pem").toString();
        List<String> export = new ArrayList<>(List.of("-exportcert", "-rfc", "-alias", alias, "-file", file));
        export.addAll(store(store));
        keytool(export);
        List<String> imported = new ArrayList<>(List.of("-importcert", "-noprompt", "-alias", alias, "-file", file));
        imported.addAll(store(trust));
        keytool(imported);
    }

    private static List<String> store(Path store) {
        return List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD);
    }

    private static void keytool(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException("keytool could not be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    Map<String, String> ofTheBroker() {
        return Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                broker.toString(),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                trust.toString(),
                "ssl.truststore.password",
                PASSWORD);
    }

    Map<String, String> ofTheClient() {
        return Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                client.toString(),
                "ssl.keystore.password",
                PASSWORD);
    }

    Map<String, String> ofAnybody() {
        return Map.of(
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                trust.toString(),
                "ssl.truststore.password",
                PASSWORD);
    }

    /** The client's and the trusted ones as texts: what a pod can be told in variables, with no file at all. */
    Map<String, String> asText() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(client.toFile(), PASSWORD.toCharArray());
        byte[] key = store.getKey("client", PASSWORD.toCharArray()).getEncoded();
        return Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.certificate.chain",
                Files.readString(client.resolveSibling("client.pem")),
                "ssl.keystore.key",
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                Files.readString(client.resolveSibling("broker.pem")));
    }
}
