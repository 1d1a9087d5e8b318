package io.github.accelbed.model.access;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** For machines on which nobody opens a queue. */
public final class NoRow extends NamedBackend implements Access {
    public NoRow() {
        super("none", "no row");
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return null;
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return Set.of();
    }

    @Override
    public Access on(Kernel kernel) {
        return this;
    }

    @Override
    public String whyNot(AccessStep step) {
        return "there is no row";
    }

    @Override
    public OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        throw new IllegalStateException("there is no row");
    }

    @Override
    public long freeQueues(Device device) {
        return 0;
    }

    @Override
    public long leaked(Device device) {
        return 0;
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {}
}
