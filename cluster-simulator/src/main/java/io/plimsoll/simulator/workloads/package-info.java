/**
 * The controllers of workloads: Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, and the garbage collector that
 * removes what a deleted owner leaves behind.
 *
 * <p>Sources of the rules: {@code pkg/controller/{deployment,replicaset,statefulset,daemon,job,garbagecollector}}.
 */
@NullMarked
package io.plimsoll.simulator.workloads;

import org.jspecify.annotations.NullMarked;
