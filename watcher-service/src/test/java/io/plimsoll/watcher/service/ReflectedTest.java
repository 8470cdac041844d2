package io.plimsoll.watcher.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.FactBody;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A native image writes nothing of a record it doesn't know by name. */
class ReflectedTest {

    @Test
    void everythingAFactMayHoldIsRegistered() throws ReflectiveOperationException {
        Class<?> holder = Class.forName("io.plimsoll.watcher.service.Reflected");
        Set<String> registered = Stream.of(
                        holder.getAnnotation(RegisterForReflection.class).targets())
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> needed = new TreeSet<>();
        collect(Fact.class, needed);
        for (Class<?> body : FactBody.class.getPermittedSubclasses()) {
            collect(body, needed);
        }

        assertThat(registered).containsAll(needed);
    }

    private static void collect(Type type, Set<String> into) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, into);
            }
        } else if (type instanceof Class<?> plain
                && plain.getName().startsWith("io.plimsoll.model")
                && into.add(plain.getName())
                && plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                collect(component.getGenericType(), into);
            }
        }
    }
}
