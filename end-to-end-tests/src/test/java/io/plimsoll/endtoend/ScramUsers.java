package io.plimsoll.endtoend;

import io.plimsoll.wire.Topic;
import io.plimsoll.wire.rights.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/** The users of an installation, each with a password and the rights of its {@link Party}. */
final class ScramUsers {

    static final String MECHANISM = "SCRAM-SHA-512";

    private static final int ITERATIONS = 4096;

    private ScramUsers() {}

    /** Makes every user known to a broker, and what it may do. */
    static void admit(Admin admin) {
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        List<AclBinding> bindings = new ArrayList<>();
        for (Party party : Party.values()) {
            users.add(user(party.user(Topic.DEFAULT_PREFIX)));
            bindings.addAll(party.bindings(Topic.DEFAULT_PREFIX));
        }
        try {
            admin.alterUserScramCredentials(users).all().get();
            admin.createAcls(bindings).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("users could not be admitted: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static UserScramCredentialAlteration user(String name) {
        return new UserScramCredentialUpsertion(
                name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password(name));
    }

    static String password(String user) {
        return "secret-of-" + user;
    }

    /** What a Kafka client is told to log in as a user. */
    static Map<String, String> login(String user) {
        return Map.of(
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password(user) + "\";");
    }
}
