package io.plimsoll.actuator.journal;

import io.plimsoll.actuator.ledger.Remembered;
import java.time.Instant;

/**
 * One record of {@code plimsoll.maintenance.journal} ({@code io.plimsoll.journal.v1}).
 *
 * @param epoch of the term that wrote it
 */
public record JournalEntry(long epoch, Instant at, Remembered value) {}
