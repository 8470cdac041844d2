package io.plimsoll.actuator.request;

import io.plimsoll.model.maintenance.MaintenanceRequest;
import org.jspecify.annotations.Nullable;

/** Reads requests addressed to one cluster. */
public final class RequestReader {

    private final String cluster;

    public RequestReader(String cluster) {
        this.cluster = cluster;
    }

    /**
     * Reads a record's value.
     *
     * @param type the {@code ce_type} header, or null
     * @param dataSchema the {@code ce_dataschema} header, or null; may name a newer minor version ({@code …v1.3})
     */
    public Reading read(byte @Nullable [] value, @Nullable String type, @Nullable String dataSchema) {
        if (value == null) {
            return new Reading.Nothing();
        }
        throw new UnsupportedOperationException("read " + cluster + type + dataSchema);
    }

    /** Checks a request that has been read before: the journal's. */
    public Reading check(MaintenanceRequest source) {
        if (source.id() == null) {
            return new Reading.Nothing();
        }
        throw new UnsupportedOperationException("check " + source);
    }
}
