package io.plimsoll.model.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The public, stable codes of what Plimsoll finds; each has a page in {@code docs/findings}. */
public enum AlertCode {
    A1("NODE_GROUP_THRASH"),
    A2("REPLACEMENT_CHURN"),
    A3("HPA_FLAPPING"),
    A4("HPA_SATURATED"),
    A4B("HPA_BLIND"),
    A5("AUTOSCALER_CONFIG"),
    A6("SCALE_UP_STUCK"),
    M1("NODE_MEMORY_PRESSURE"),
    M2("NODE_MEMORY_HEADROOM"),
    M3("EVICTION_RISK"),
    M4("MEMORY_GROWTH"),
    M5("OOM_KILLED"),
    M6("POD_EVICTED"),
    M7("NODE_MEMORY_OVERCOMMIT"),
    M8("NO_MEMORY_LIMIT"),
    P1("PDB_VIOLATED"),
    P2("PDB_BLOCKING_DRAIN"),
    P3("PDB_MISCONFIGURED"),
    P4("PDB_BYPASSED"),
    C1("MASS_CORDON"),
    C2("POD_ON_CORDONED"),
    S1("QUORUM_RISK"),
    S2("SIMULTANEOUS_TERMINATION"),
    S3("IDENTITY"),
    S4("SERVICE"),
    S5("NO_PDB"),
    S6("REVISION_STUCK"),
    I1("NODE_IMBALANCE"),
    I2("TOPOLOGY_SKEW"),
    I3("SHAPE"),
    I4("CO_LOCATION"),
    N1("NODE_NOT_READY"),
    N2("NODE_FLAPPING"),
    N3("DISK_PRESSURE"),
    N4("PLEG"),
    N5("RUNTIME_HUNG"),
    N6("REBOOTED"),
    N7("NPD_CONDITION"),
    N8("CRASHLOOP"),
    D1("DRAIN_BLOCKED"),
    W1("WATCH_GAP"),
    W2("RELIST_STORM"),
    W3("CLOCK_SKEW"),
    W4("METRICS_STALE"),
    W5("SINK_BLOCKED"),
    W6("EVENT_AGGREGATED");

    private final String title;

    AlertCode(String title) {
        this.title = title;
    }

    /** Its name in words, {@code NODE_GROUP_THRASH}; also what an opt-out annotation may say. */
    public String title() {
        return title;
    }

    /** As written in records: {@code A1}, {@code A4b}. */
    @JsonValue
    public String code() {
        return this == A4B ? "A4b" : name();
    }

    /**
     * The code as written in records.
     *
     * @throws IllegalArgumentException for one that doesn't exist
     */
    @JsonCreator
    public static AlertCode of(String code) {
        return Arrays.stream(values())
                .filter(known -> known.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + code + "' is no alert code"));
    }
}
