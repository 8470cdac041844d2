package io.plimsoll.watcher.sink;

import io.plimsoll.wire.rights.Party;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** What a broker's refusal means, with what mends it, in one line. */
final class BrokerTrouble {

    private BrokerTrouble() {}

    /** A failure of any call; {@code broker} is where it was made to. */
    static String of(Throwable failure, String topic, String broker) {
        return switch (failure) {
            case AuthorizationException refused ->
                "the broker refuses: " + oneLine(refused) + "; allow the watcher's user " + rights() + " on topic "
                        + topic;
            case AuthenticationException refused ->
                "the broker at " + broker + " doesn't take the watcher's credentials: " + oneLine(refused)
                        + "; see the kafka.* settings of security";
            default ->
                "the broker at " + broker + " gives no answer ("
                        + failure.getClass().getSimpleName() + "); see whether it runs and can be reached";
        };
    }

    /** Whether it is about who the watcher is, or what it may do. */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof AuthorizationException || failure instanceof AuthenticationException;
    }

    private static String rights() {
        return Party.WATCHER.rights("plimsoll").stream()
                .flatMap(right -> right.operations().stream())
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }

    static String oneLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
    }
}
