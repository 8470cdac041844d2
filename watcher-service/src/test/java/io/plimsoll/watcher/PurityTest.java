package io.plimsoll.watcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Projection is data in, data out. */
class PurityTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.plimsoll.watcher");

    @Test
    void projectionKnowsNoInfrastructure() {
        noClasses()
                .that()
                .resideInAPackage("..project..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.fabric8..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "jakarta..",
                        "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void projectionAsksNoClockAndStartsNoThread() {
        noClasses()
                .that()
                .resideInAPackage("..project..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheServiceKnowsItsFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "org.eclipse.microprofile..")
                .check(CLASSES);
    }

    @Test
    void watchingKnowsNoBroker() {
        noClasses()
                .that()
                .resideInAnyPackage("..api..", "..watch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }
}
