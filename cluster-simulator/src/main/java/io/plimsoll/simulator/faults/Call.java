package io.plimsoll.simulator.faults;

/**
 * What a fault may look at. Strings are empty where a call has no such thing.
 *
 * @param method HTTP's
 * @param verb Kubernetes': {@code get}, {@code list}, {@code watch}, {@code create}, …
 * @param resource plural, with {@code /subresource}
 */
public record Call(
        String method,
        String verb,
        String path,
        String resource,
        String namespace,
        String name,
        String user,
        String userAgent,
        String body) {}
