package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** Adds a step in the lane of whoever collapses: the process that asks, or khugepaged. */
@FunctionalInterface
interface AddsStep<O extends Operation<O>> {
    Program.Builder<O> step(Program.Builder<O> steps, String label, Cost cost, Program.Body<O> body);
}
