package io.plimsoll.analyzer.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A record that becomes JSON and isn't registered would only fail in a native image. */
class ReflectedTest {

    @Test
    void everyRecordOfRulesLivesAndPoliciesIsRegistered() {
        Set<String> registered = Set.copyOf(Arrays.asList(
                Reflected.class.getAnnotation(RegisterForReflection.class).classNames()));

        Set<String> missing = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages(
                        "io.plimsoll.analyzer.detect",
                        "io.plimsoll.analyzer.explain",
                        "io.plimsoll.analyzer.lifecycle",
                        "io.plimsoll.analyzer.policy")) {
            if (type.isRecord() && !registered.contains(type.getName())) {
                missing.add(type.getName());
            }
        }

        assertThat(missing).isEmpty();
    }
}
