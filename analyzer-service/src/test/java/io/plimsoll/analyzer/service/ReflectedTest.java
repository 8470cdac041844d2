package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.plimsoll.model.alert.Alert;
import io.plimsoll.model.alert.Evidence;
import io.plimsoll.model.alert.Severity;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.decision.Recommendation;
import io.plimsoll.model.fact.Fact;
import io.plimsoll.model.fact.PodState;
import io.plimsoll.wire.DeadLetter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A record that becomes JSON and isn't registered would only fail in a native image. */
class ReflectedTest {

    private static final Set<String> REGISTERED = Set.copyOf(Arrays.asList(
            Reflected.class.getAnnotation(RegisterForReflection.class).classNames()));

    @Test
    void everyRecordThatIsReadOrWrittenIsRegisteredWithAllThatItHolds() {
        Set<String> needed = new TreeSet<>();
        for (Class<?> type : List.of(Fact.class, Alert.class, Decision.class, Recommendation.class, DeadLetter.class)) {
            reach(type, needed);
        }

        assertThat(needed).contains(PodState.class.getName(), Evidence.class.getName(), Severity.class.getName());
        assertThat(REGISTERED).containsAll(needed);
    }

    private static void reach(Type type, Set<String> into) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                reach(argument, into);
            }
        } else if (type instanceof Class<?> found
                && found.getName().startsWith("io.plimsoll.")
                && into.add(found.getName())) {
            if (found.isSealed()) {
                for (Class<?> permitted : found.getPermittedSubclasses()) {
                    reach(permitted, into);
                }
            }
            if (found.isRecord()) {
                for (RecordComponent component : found.getRecordComponents()) {
                    reach(component.getGenericType(), into);
                }
            }
        }
    }

    @Test
    void everyRecordOfRulesLivesAndPoliciesIsRegistered() {
        Set<String> missing = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages(
                        "io.plimsoll.analyzer.detect",
                        "io.plimsoll.analyzer.explain",
                        "io.plimsoll.analyzer.lifecycle",
                        "io.plimsoll.analyzer.policy")) {
            if (type.isRecord() && !REGISTERED.contains(type.getName())) {
                missing.add(type.getName());
            }
        }

        assertThat(missing).isEmpty();
    }
}
