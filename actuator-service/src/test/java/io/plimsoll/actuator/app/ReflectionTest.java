package io.plimsoll.actuator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.actuator.journal.JournalEntry;
import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.model.decision.Decision;
import io.plimsoll.model.maintenance.AuditRecord;
import io.plimsoll.model.maintenance.MaintenanceRequest;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.plimsoll.wire.DeadLetter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReflectionTest {

    @Test
    void everyRecordThatBecomesJsonIsNamed() {
        Set<Class<?>> reached = new HashSet<>();
        List.of(
                        JournalEntry.class,
                        Plan.class,
                        MaintenanceStatus.class,
                        MaintenanceRequest.class,
                        Decision.class,
                        AuditRecord.class,
                        DeadLetter.class)
                .forEach(type -> reach(type, reached));

        Set<Class<?>> named = Set.of(
                Reflection.class.getAnnotation(RegisterForReflection.class).targets());

        assertThat(named).containsAll(reached);
    }

    private static void reach(Type type, Set<Class<?>> reached) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                reach(argument, reached);
            }
        } else if (type instanceof Class<?> found && found.getName().startsWith("io.plimsoll.")) {
            if (found.isSealed()) {
                for (Class<?> permitted : found.getPermittedSubclasses()) {
                    reach(permitted, reached);
                }
            } else if (found.isRecord() && reached.add(found)) {
                for (RecordComponent component : found.getRecordComponents()) {
                    reach(component.getGenericType(), reached);
                }
            }
        }
    }
}
