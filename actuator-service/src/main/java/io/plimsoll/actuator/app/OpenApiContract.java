package io.plimsoll.actuator.app;

import io.plimsoll.actuator.guard.Pause;
import io.plimsoll.actuator.plan.BudgetDraw;
import io.plimsoll.actuator.plan.NodePlan;
import io.plimsoll.actuator.plan.Plan;
import io.plimsoll.actuator.plan.PodVerdict;
import io.plimsoll.actuator.plan.Utilisation;
import io.plimsoll.actuator.plan.WorkloadLoss;
import io.plimsoll.model.decision.Scope;
import io.plimsoll.model.maintenance.MaintenanceStatus;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Says in the OpenAPI document what the records say of themselves: every field is always there, and those that may be null
 * are. The scanner doesn't read that off a record.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class OpenApiContract implements OASFilter {

    private static final List<Class<? extends Record>> ANSWERED = List.of(
            MaintenanceResource.Maintenance.class,
            MaintenanceResource.NodeUnderWay.class,
            MaintenanceResource.Problem.class,
            MaintenanceStatus.class,
            MaintenanceStatus.Cause.class,
            MaintenanceStatus.ClosedGuard.class,
            Pause.class,
            Scope.class,
            Plan.class,
            NodePlan.class,
            PodVerdict.class,
            BudgetDraw.class,
            WorkloadLoss.class,
            Utilisation.class);

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        for (Class<? extends Record> type : ANSWERED) {
            Schema schema = schemas.get(type.getSimpleName());
            if (schema == null) {
                throw new IllegalStateException("the OpenAPI document has no schema of " + type.getSimpleName());
            }
            schema.setRequired(List.copyOf(schema.getProperties().keySet()));
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    Schema wanted =
                            Objects.requireNonNull(schema.getProperties().get(component.getName()));
                    schema.addProperty(component.getName(), orNull(component, wanted));
                }
            }
        }
    }

    private static Schema orNull(RecordComponent component, Schema wanted) {
        if (component.getType() == Object.class) { // the one answer that carries a plan
            return orNull(OASFactory.createSchema().ref("Plan"));
        }
        if (wanted.getRef() != null) {
            return orNull(wanted);
        }
        List<SchemaType> types = new ArrayList<>(wanted.getType());
        types.add(SchemaType.NULL);
        return wanted.type(types);
    }

    private static Schema orNull(Schema reference) {
        return OASFactory.createSchema()
                .anyOf(List.of(reference, OASFactory.createSchema().type(List.of(SchemaType.NULL))));
    }
}
