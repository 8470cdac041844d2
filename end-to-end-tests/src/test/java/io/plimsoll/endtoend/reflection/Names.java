package io.plimsoll.endtoend.reflection;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of classes in text. */
final class Names {

    private static final Pattern CLASS = Pattern.compile("\\b([a-z]\\w*\\.){2,}[A-Z]\\w*(\\$\\w+)*");

    private Names() {}

    /** The classes that a text names and that are there. */
    static Set<Class<?>> in(String text) {
        Set<Class<?>> found = new LinkedHashSet<>();
        CLASS.matcher(text).results().forEach(match -> load(match.group()).ifPresent(found::add));
        return found;
    }

    /** The class of that name, if there is one; it isn't initialised. */
    static Optional<Class<?>> load(String name) {
        if (!CLASS.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(name, false, Names.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }
}
