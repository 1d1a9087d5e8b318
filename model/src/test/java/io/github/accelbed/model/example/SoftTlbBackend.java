package io.github.accelbed.model.example;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;
import org.jspecify.annotations.Nullable;

// region backend
/** A proposal: the device's own table, limited to declared ranges, filled on a miss and emptied by the mmu notifier. */
final class SoftTlbBackend implements AccessBackend {
    @Override
    public String id() {
        return "soft-tlb";
    }

    @Override
    public String title() {
        return "a table in the device, filled by the driver on a miss, emptied by the mmu notifier";
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "A proposal; no kernel has it.";
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return Set.of(RowTrait.OUT_OF_TREE);
    }

    @Override
    public Access on(Kernel kernel) {
        return new SoftTlbAccess(kernel);
    }
}
// endregion
