package io.plimsoll.analyzer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Decisions are data in, data out. */
class PurityTest {

    private static final String[] DECISIONS = {
        "..analyzer.state..",
        "..analyzer.detect..",
        "..analyzer.lifecycle..",
        "..analyzer.policy..",
        "..analyzer.analysis..",
        "..analyzer.explain.."
    };
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.plimsoll.analyzer");

    @Test
    void decisionsKnowNoInfrastructure() {
        noClasses()
                .that()
                .resideInAnyPackage(DECISIONS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.fabric8..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "jakarta..",
                        "org.slf4j..",
                        "org.jboss..")
                .check(CLASSES);
    }

    @Test
    void decisionsAskNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(DECISIONS)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }
}
