package io.plimsoll.wire.rights;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.plimsoll.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Everybody who meets in the topics, each with the least it can do its work with. */
public enum Party {
    WATCHER("watcher", "writes facts, and reads them at the start: they are its memory") {
        @Override
        public List<Right> rights(String prefix) {
            return List.of(topic(prefix, Topic.FACTS, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        }
    },

    ANALYZER("analyzer", "reads facts, writes what it makes of them, and keeps its state in topics of its own") {
        @Override
        public List<Right> rights(String prefix) {
            List<Right> rights = new ArrayList<>();
            rights.add(topic(prefix, Topic.FACTS, READ, DESCRIBE, DESCRIBE_CONFIGS));
            for (Topic written : WRITTEN_BY_THE_ANALYZER) {
                rights.add(topic(prefix, written, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
            }
            String application = prefix + "-analyzer";
            rights.add(right(
                    ResourceType.TOPIC,
                    application,
                    PatternType.PREFIXED,
                    CREATE,
                    DELETE,
                    READ,
                    WRITE,
                    DESCRIBE,
                    DESCRIBE_CONFIGS));
            rights.add(right(ResourceType.GROUP, application, PatternType.LITERAL, READ, DESCRIBE, DELETE));
            rights.add(right(ResourceType.TRANSACTIONAL_ID, application, PatternType.PREFIXED, WRITE, DESCRIBE));
            return rights;
        }
    },

    ACTUATOR("actuator", "reads requests and decisions, writes answers, journal and audit") {
        @Override
        public List<Right> rights(String prefix) {
            return List.of(
                    topic(prefix, Topic.MAINTENANCE_REQUESTS, READ, DESCRIBE),
                    topic(prefix, Topic.DECISIONS, READ, DESCRIBE),
                    topic(prefix, Topic.MAINTENANCE_STATUS, READ, WRITE, DESCRIBE),
                    topic(prefix, Topic.MAINTENANCE_JOURNAL, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS),
                    topic(prefix, Topic.AUDIT, WRITE, DESCRIBE),
                    topic(prefix, Topic.DEAD_LETTERS, WRITE, DESCRIBE),
                    right(ResourceType.GROUP, prefix + "-actuator", PatternType.PREFIXED, READ, DESCRIBE),
                    right(ResourceType.TRANSACTIONAL_ID, prefix + "-actuator", PatternType.PREFIXED, WRITE, DESCRIBE));
        }
    },

    CONSUMER("consumer", "a system that reads alerts and decisions, and what becomes of maintenance") {
        @Override
        public List<Right> rights(String prefix) {
            List<Right> rights = new ArrayList<>();
            for (Topic read : READ_BY_CONSUMERS) {
                rights.add(topic(prefix, read, READ, DESCRIBE));
            }
            rights.add(right(ResourceType.GROUP, prefix + "-consumer", PatternType.PREFIXED, READ, DESCRIBE));
            return rights;
        }
    },

    REQUESTER("requester", "a system that asks for maintenance, and reads the answers") {
        @Override
        public List<Right> rights(String prefix) {
            return List.of(
                    topic(prefix, Topic.MAINTENANCE_REQUESTS, WRITE, DESCRIBE),
                    topic(prefix, Topic.MAINTENANCE_STATUS, READ, DESCRIBE),
                    right(ResourceType.GROUP, prefix + "-requester", PatternType.PREFIXED, READ, DESCRIBE));
        }
    };

    private static final List<Topic> WRITTEN_BY_THE_ANALYZER =
            List.of(Topic.ALERTS, Topic.ALERTS_HISTORY, Topic.DECISIONS, Topic.RECOMMENDATIONS, Topic.DEAD_LETTERS);
    private static final List<Topic> READ_BY_CONSUMERS = List.of(
            Topic.ALERTS, Topic.ALERTS_HISTORY, Topic.DECISIONS, Topic.RECOMMENDATIONS, Topic.MAINTENANCE_STATUS);

    private final String role;
    private final String does;

    Party(String role, String does) {
        this.role = role;
        this.does = does;
    }

    /** The user's name on the brokers under a prefix: {@code plimsoll-watcher}. */
    public String user(String prefix) {
        return prefix + "-" + role;
    }

    /** What it does, for people. */
    public String does() {
        return does;
    }

    /** What it may do, with topics under a prefix. */
    public abstract List<Right> rights(String prefix);

    /** As the broker takes them, for the principal {@code User:NAME}. */
    public List<AclBinding> bindings(String prefix) {
        String principal = "User:" + user(prefix);
        return rights(prefix).stream()
                .flatMap(right -> right.bindings(principal).stream())
                .toList();
    }

    private static Right topic(String prefix, Topic topic, AclOperation... operations) {
        return right(ResourceType.TOPIC, topic.under(prefix), PatternType.LITERAL, operations);
    }

    private static Right right(ResourceType type, String name, PatternType how, AclOperation... operations) {
        return new Right(new ResourcePattern(type, name, how), List.of(operations));
    }
}
