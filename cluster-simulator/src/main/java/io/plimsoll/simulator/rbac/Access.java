package io.plimsoll.simulator.rbac;

/**
 * One thing somebody wants to do.
 *
 * @param resource plural, with {@code /subresource} if there is one
 * @param namespace empty for all, or for cluster-scoped types
 */
public record Access(String verb, String group, String resource, String namespace, String name) {}
