package io.plimsoll.simulator.disruption;

/** The computed part of a budget's status, in the order Kubernetes' own tests name it. */
public record BudgetNumbers(int disruptionsAllowed, int currentHealthy, int desiredHealthy, int expectedPods) {}
