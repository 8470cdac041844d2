package io.plimsoll.simulator.load;

/** A machine of the trace. */
public record TraceNode(String name, NodeShape shape) {}
