package io.plimsoll.simulator.store;

import java.util.List;
import java.util.Set;

/**
 * A kind of object as the API serves it. Two types are equal if group and plural are: a type has one stored version.
 *
 * @param group empty for the core group
 * @param plural the name in URLs, such as {@code pods}
 * @param traits what else the type can do
 */
public record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        List<String> shortNames,
        List<String> categories,
        Set<Trait> traits) {

    /** What a type has beyond the plain verbs. */
    public enum Trait {
        NAMESPACED,
        /** Has a {@code status} subresource, so a write to the object leaves the status alone. */
        STATUS,
        /** Has a {@code scale} subresource. */
        SCALE,
        /** {@code metadata.generation} counts changes of the desired state. */
        GENERATION,
        /** Deletion waits for a node to let go: pods. */
        GRACEFUL
    }

    public ResourceType {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        traits = Set.copyOf(traits);
    }

    /** A type without short names, categories or traits other than those given. */
    public static ResourceType of(String group, String version, String kind, String plural, Trait... traits) {
        return new ResourceType(group, version, kind, plural, List.of(), List.of(), Set.of(traits));
    }

    public ResourceType withShortNames(String... names) {
        return new ResourceType(group, version, kind, plural, List.of(names), categories, traits);
    }

    public ResourceType withCategories(String... names) {
        return new ResourceType(group, version, kind, plural, shortNames, List.of(names), traits);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public boolean namespaced() {
        return has(Trait.NAMESPACED);
    }

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code pods} or {@code deployments.apps}, as Kubernetes' messages name it. */
    public String qualifiedName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public String singular() {
        return kind.toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceType type && plural.equals(type.plural) && group.equals(type.group);
    }

    @Override
    public int hashCode() {
        return plural.hashCode() * 31 + group.hashCode();
    }

    @Override
    public String toString() {
        return qualifiedName();
    }
}
