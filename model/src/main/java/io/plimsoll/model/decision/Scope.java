package io.plimsoll.model.decision;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a decision or a pause covers.
 *
 * @param name null only for the whole cluster
 */
public record Scope(Kind kind, @Nullable String name) {

    /** A namespace stands for the nodes that carry its pods. */
    public enum Kind {
        Cluster,
        NodeGroup,
        Namespace,
        Node
    }

    public Scope {
        Objects.requireNonNull(kind, "kind");
        if ((kind == Kind.Cluster) != (name == null)) {
            throw new IllegalArgumentException("scope " + kind + (name == null ? " needs a name" : " takes no name"));
        }
    }

    public static Scope cluster() {
        return new Scope(Kind.Cluster, null);
    }

    public static Scope node(String name) {
        return new Scope(Kind.Node, name);
    }

    /** How people write it: {@code cluster}, {@code node n1}. */
    public String display() {
        return switch (kind) {
            case Cluster -> "the cluster";
            case NodeGroup -> "node group " + name;
            case Namespace -> "namespace " + name;
            case Node -> "node " + name;
        };
    }
}
