package io.plimsoll.actuator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading, planning, guarding, deciding and the calendar are data in, data out. */
class CorePurityTest {

    private static final String[] CORE = {
        "io.plimsoll.actuator.view..",
        "io.plimsoll.actuator.request..",
        "io.plimsoll.actuator.signature..",
        "io.plimsoll.actuator.plan..",
        "io.plimsoll.actuator.guard..",
        "io.plimsoll.actuator.calendar.."
    };

    /** What goes by the core. */
    private static final String[] DECIDING = {
        "io.plimsoll.actuator.node..",
        "io.plimsoll.actuator.ledger..",
        "io.plimsoll.actuator.sight..",
        "io.plimsoll.actuator.answer..",
        "io.plimsoll.actuator.fault..",
        "io.plimsoll.actuator.campaign.."
    };

    private static final String[] PURE =
            Stream.of(CORE, DECIDING).flatMap(Stream::of).toArray(String[]::new);

    /** Names are enough for these rules: nothing beyond the packages themselves need be read. */
    private static final JavaClasses CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.plimsoll.actuator");
    });

    @Test
    void packagesGoOneWay() {
        slices().matching("io.plimsoll.actuator.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void theCoreKnowsNoInfrastructure() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
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
                .resideInAnyPackage(PURE)
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
                .resideInAnyPackage(Stream.concat(
                                Stream.of(DECIDING),
                                Stream.of(
                                        "io.plimsoll.actuator.journal..",
                                        "io.plimsoll.actuator.messaging..",
                                        "io.plimsoll.actuator.cluster..",
                                        "io.plimsoll.actuator.service.."))
                        .toArray(String[]::new))
                .check(CLASSES);
    }
}
