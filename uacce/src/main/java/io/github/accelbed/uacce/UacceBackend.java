package io.github.accelbed.uacce;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.Kernel;
import org.jspecify.annotations.Nullable;

/** The row {@code uacce}: shared virtual addressing, a queue per open file. */
public final class UacceBackend implements AccessBackend {
    /** The row. */
    public UacceBackend() {}

    @Override
    public String id() {
        return "uacce";
    }

    @Override
    public String title() {
        return "uacce with SVA: the IOMMU walks the process's own page table";
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return UacceRules.of(version).note();
    }

    @Override
    public Access on(Kernel kernel) {
        return new UacceAccess(kernel, Platform.HARDWARE);
    }
}
