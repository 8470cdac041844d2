package io.plimsoll.simulator.rbac;

import java.util.List;

/** @param groups such as {@code system:masters}, whose members may do everything */
public record User(String name, List<String> groups) {

    static final String MASTERS = "system:masters";

    /** Who calls without a token. */
    public static final User ADMIN = new User("kubernetes-admin", List.of(MASTERS, "system:authenticated"));

    public User {
        groups = List.copyOf(groups);
    }

    public static User named(String name) {
        return new User(name, List.of("system:authenticated"));
    }

    boolean isMaster() {
        return groups.contains(MASTERS);
    }
}
