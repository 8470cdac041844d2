/**
 * Reads Kubernetes' protobuf bodies. kubectl 1.32 writes them wherever it uses a typed client ({@code create
 * deployment}, {@code auth can-i}, the evictions of {@code drain}); answers in JSON suit it well.
 */
@NullMarked
package io.plimsoll.simulator.protobuf;

import org.jspecify.annotations.NullMarked;
