package io.plimsoll.endtoend;

import io.plimsoll.broker.EmbeddedBroker;
import io.plimsoll.sandbox.process.Service;
import io.plimsoll.sandbox.world.Ports;
import io.plimsoll.sandbox.world.SandboxBroker;
import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * The embedded broker as an installation has it: nobody may do anything but what {@link Party} has as its rights. One listener
 * takes SCRAM over TLS, another certificates of clients; the plain one is the administrator's alone.
 */
final class SecuredBroker implements SandboxBroker {

    private static final String LOCAL = "127.0.0.1:";

    private final Certificates certificates;
    private final EmbeddedBroker broker;
    private final int scramPort;
    private final int certificatePort;

    private SecuredBroker(Certificates certificates, EmbeddedBroker broker, int scramPort, int certificatePort) {
        this.certificates = certificates;
        this.broker = broker;
        this.scramPort = scramPort;
        this.certificatePort = certificatePort;
    }

    /** A broker with every user of the installation, each with the rights of its part. */
    static SecuredBroker start(Path directory) {
        Certificates certificates = Certificates.make(directory, Party.WATCHER.user(Topic.DEFAULT_PREFIX));
        int plain = Ports.free();
        int scram = Ports.free();
        int mutual = Ports.free();
        EmbeddedBroker broker = EmbeddedBroker.start(plain, settings(certificates, plain, scram, mutual));
        broker.createTopics(2);
        SecuredBroker secured = new SecuredBroker(certificates, broker, scram, mutual);
        try (Admin admin = broker.admin()) {
            ScramUsers.admit(admin);
        }
        return secured;
    }

    private static Map<String, String> settings(Certificates certificates, int plain, int scram, int mutual) {
        int controller = Ports.free();
        String open = "PLAINTEXT://" + LOCAL + plain + ",SCRAM://" + LOCAL + scram + ",CERTIFICATE://" + LOCAL + mutual;
        Map<String, String> settings = new HashMap<>(certificates.ofTheBroker());
        settings.put("listeners", open + ",CONTROLLER://" + LOCAL + controller);
        settings.put("advertised.listeners", open);
        settings.put("controller.quorum.voters", "1@" + LOCAL + controller);
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SCRAM:SASL_SSL,CERTIFICATE:SSL");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        settings.put("allow.everyone.if.no.acl.found", "false");
        settings.put("sasl.enabled.mechanisms", ScramUsers.MECHANISM);
        settings.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("listener.name.certificate.ssl.client.auth", "required");
        settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/,DEFAULT");
        return settings;
    }

    /** What a Kafka client of that user is told. */
    Map<String, String> scram(String user) {
        Map<String, String> client = new HashMap<>(certificates.ofAnybody());
        client.put("bootstrap.servers", LOCAL + scramPort);
        client.put("security.protocol", "SASL_SSL");
        client.putAll(ScramUsers.login(user));
        return client;
    }

    /** What a Kafka client with the one client certificate is told. */
    Map<String, String> certificate() {
        Map<String, String> client = new HashMap<>(certificates.ofAnybody());
        client.putAll(certificates.ofTheClient());
        client.put("bootstrap.servers", LOCAL + certificatePort);
        client.put("security.protocol", "SSL");
        return client;
    }

    /** The same, without a file. */
    Map<String, String> certificateAsText() throws IOException, GeneralSecurityException {
        Map<String, String> client = new HashMap<>(certificates.asText());
        client.put("bootstrap.servers", LOCAL + certificatePort);
        client.put("security.protocol", "SSL");
        return client;
    }

    /** The watcher shows a certificate, the others give a password. */
    @Override
    public Map<String, String> keys(Service service) {
        Map<String, String> client =
                switch (service) {
                    case WATCHER -> certificate();
                    case ANALYZER -> scram(Party.ANALYZER.user(Topic.DEFAULT_PREFIX));
                    case ACTUATOR -> scram(Party.ACTUATOR.user(Topic.DEFAULT_PREFIX));
                };
        Map<String, String> keys = new HashMap<>();
        client.forEach((key, value) -> keys.put("kafka." + key, value));
        if (service == Service.ANALYZER) {
            keys.put("quarkus.kafka-streams.bootstrap-servers", LOCAL + scramPort);
        }
        return keys;
    }

    /** The administrator's. */
    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void restart() {
        broker.restart();
    }

    @Override
    public void close() {
        broker.close();
    }
}
