package io.plimsoll.wire;

/** The {@code ce_type} of records whose Java type doesn't carry it. */
public final class RecordTypes {

    public static final String FACT = "io.plimsoll.fact.v1";
    public static final String JOURNAL = "io.plimsoll.journal.v1";

    private RecordTypes() {}
}
