package io.plimsoll.sandbox.replay;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record for the analysis to read. */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through; never compared
record LogEntry(Instant at, String key, Map<String, String> headers, byte @Nullable [] value) {}
