package io.github.accelbed.drivers.leak;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.function.Supplier;

/**
 * One stage's operation under way.
 *
 * @param actor who runs it
 * @param operation what
 * @param result its answer once it has ended
 */
record Call(Actor actor, Operation<?> operation, Supplier<Errno> result) {}
