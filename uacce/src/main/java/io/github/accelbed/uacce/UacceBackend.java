package io.github.accelbed.uacce;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The row {@code uacce}: shared virtual addressing, a queue per open file. */
public final class UacceBackend extends NamedBackend {
    /** The row. */
    public UacceBackend() {
        super("uacce", "uacce with SVA: the IOMMU walks the process's own page table");
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return UacceRules.of(version).note();
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        Set<RowTrait> traits = EnumSet.of(RowTrait.RIGHTS_OF_PROCESS, RowTrait.PASID_STAYS_WITH_MM);
        if (!version.since(5, 7)) {
            traits.add(RowTrait.OUT_OF_TREE);
        } else if (!version.since(5, 8)) {
            // The end of the mm puts its queues, whoever still has the descriptor.
            traits.add(RowTrait.QUEUE_ENDS_WITH_MM);
        }
        return traits;
    }

    @Override
    public Access on(Kernel kernel) {
        return new UacceAccess(kernel, Platform.HARDWARE);
    }
}
