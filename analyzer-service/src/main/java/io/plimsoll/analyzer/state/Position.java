package io.plimsoll.analyzer.state;

/** Where in {@code plimsoll.facts} a fact lies. */
public record Position(int partition, long offset) {}
