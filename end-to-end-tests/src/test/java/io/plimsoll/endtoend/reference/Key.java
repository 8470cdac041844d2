package io.plimsoll.endtoend.reference;

/**
 * One configuration key.
 *
 * @param name with {@code <name>} where the user chooses, {@code [0]} where there may be several
 * @param fallback what holds when it is left out, empty for nothing
 * @param bounds what is refused, in words, or empty
 * @param text what its Javadoc says
 */
record Key(String name, String fallback, String bounds, String text) {

    String row() {
        String shown = fallback.isEmpty() ? "none" : "`" + fallback + "`";
        return "| `%s` | %s | %s |".formatted(name, shown, bounds.isEmpty() ? text : text + " " + bounds);
    }
}
