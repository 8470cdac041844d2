package io.plimsoll.actuator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Reading, planning, guarding and the calendar are data in, data out. */
class CorePurityTest {

    private static final String[] CORE = {
        "io.plimsoll.actuator.view..",
        "io.plimsoll.actuator.request..",
        "io.plimsoll.actuator.signature..",
        "io.plimsoll.actuator.plan..",
        "io.plimsoll.actuator.guard..",
        "io.plimsoll.actuator.calendar.."
    };
    /** Names are enough for these rules: nothing beyond the packages themselves need be read. */
    private static final JavaClasses CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages(
                        "io.plimsoll.actuator.view",
                        "io.plimsoll.actuator.request",
                        "io.plimsoll.actuator.signature",
                        "io.plimsoll.actuator.plan",
                        "io.plimsoll.actuator.guard",
                        "io.plimsoll.actuator.calendar");
    });

    @Test
    void theCoreKnowsNoInfrastructure() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.fabric8..",
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "jakarta..",
                        "org.slf4j..",
                        "org.jboss..",
                        "java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void theCoreAsksNoClockAndStartsNoThread() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, InstantSource.class, Thread.class)
                .check(CLASSES);
    }

    @Test
    void theCoreKnowsNothingOfTheServiceAroundIt() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.plimsoll.actuator.node..",
                        "io.plimsoll.actuator.campaign..",
                        "io.plimsoll.actuator.journal..",
                        "io.plimsoll.actuator.kubernetes..")
                .check(CLASSES);
    }
}
