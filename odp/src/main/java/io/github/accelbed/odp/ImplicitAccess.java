package io.github.accelbed.odp;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.Task;
import org.jspecify.annotations.Nullable;

/** The state of {@link ImplicitOdpBackend} on one kernel: one region holds a whole address space. */
final class ImplicitAccess extends RdmaAccess {
    ImplicitAccess(Kernel kernel) {
        super(kernel, MapImplicit::new);
    }

    @Override
    AccessOperation<?> deregister(Task task, QueuePair queue, long start, long pages) {
        return new UnmapImplicit(task, queue, start, pages);
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        return step == AccessStep.REREG
                ? "a library with implicit regions has one of each right, and only picks the other key"
                : super.whyNot(step);
    }

    @Override
    @Nullable
    RegisterImplicitRegion registerAtOpen(Task task, UverbsContext context) {
        return context.implicitRegion(task.mm(), true) == null ? new RegisterImplicitRegion(task, context, true) : null;
    }
}
