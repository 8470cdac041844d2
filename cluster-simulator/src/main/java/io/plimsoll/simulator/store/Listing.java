package io.plimsoll.simulator.store;

import java.util.List;

/** All objects of a type (or of a namespace) at one instant, in the order of namespace and name. */
public record Listing(List<StoredObject> items, long resourceVersion) {}
