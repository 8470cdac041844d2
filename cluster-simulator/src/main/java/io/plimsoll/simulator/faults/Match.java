package io.plimsoll.simulator.faults;

/**
 * Which calls a fault strikes: those that agree in every field that isn't empty.
 *
 * @param resource as in {@link Call}; {@code pods} doesn't strike {@code pods/eviction}
 * @param userAgent a part of it
 */
public record Match(
        String method, String verb, String resource, String namespace, String name, String user, String userAgent) {

    public static final Match ANY = new Match("", "", "", "", "", "", "");

    public static Match resource(String resource) {
        return ANY.withResource(resource);
    }

    public Match withMethod(String wanted) {
        return new Match(wanted, verb, resource, namespace, name, user, userAgent);
    }

    public Match withVerb(String wanted) {
        return new Match(method, wanted, resource, namespace, name, user, userAgent);
    }

    public Match withResource(String wanted) {
        return new Match(method, verb, wanted, namespace, name, user, userAgent);
    }

    public Match withNamespace(String wanted) {
        return new Match(method, verb, resource, wanted, name, user, userAgent);
    }

    public Match withName(String wanted) {
        return new Match(method, verb, resource, namespace, wanted, user, userAgent);
    }

    public Match withUser(String wanted) {
        return new Match(method, verb, resource, namespace, name, wanted, userAgent);
    }

    public Match withUserAgent(String wanted) {
        return new Match(method, verb, resource, namespace, name, user, wanted);
    }

    public boolean matches(Call call) {
        return agrees(method, call.method())
                && agrees(verb, call.verb())
                && agrees(resource, call.resource())
                && agrees(namespace, call.namespace())
                && agrees(name, call.name())
                && agrees(user, call.user())
                && call.userAgent().contains(userAgent);
    }

    private static boolean agrees(String wanted, String actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }
}
