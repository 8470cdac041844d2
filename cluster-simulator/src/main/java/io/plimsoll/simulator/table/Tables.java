package io.plimsoll.simulator.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.simulator.store.ResourceType;
import io.plimsoll.simulator.store.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Makes {@code meta.k8s.io/v1 Table}s. */
public final class Tables {

    /** What a row carries besides its cells. */
    public enum Include {
        NOTHING,
        METADATA,
        OBJECT
    }

    private final InstantSource clock;

    public Tables(InstantSource clock) {
        this.clock = clock;
    }

    public ObjectNode of(ResourceType type, List<StoredObject> objects, Include include) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode table = nodes.objectNode().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata");
        List<Column> columns = Columns.of(type);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", column.name())
                    .put("priority", column.wide() ? 1 : 0);
        }
        ArrayNode rows = table.putArray("rows");
        Instant now = clock.instant();
        for (StoredObject object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.addPOJO(column.cell().of(object, now)));
            include(row, object, include);
        }
        return table;
    }

    private static void include(ObjectNode row, StoredObject object, Include include) {
        switch (include) {
            case NOTHING -> row.putNull("object");
            case OBJECT -> row.set("object", object.json());
            case METADATA -> {
                ObjectNode partial = row.putObject("object")
                        .put("kind", "PartialObjectMetadata")
                        .put("apiVersion", "meta.k8s.io/v1");
                partial.set("metadata", object.at("metadata"));
            }
        }
    }
}
