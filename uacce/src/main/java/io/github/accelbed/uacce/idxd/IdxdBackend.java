package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.EnumSet;
import java.util.Set;

/** What both rows say and are. */
abstract class IdxdBackend extends NamedBackend {
    private final WqType type;

    IdxdBackend(String id, String title, WqType type) {
        super(id, title);
        this.type = type;
    }

    @Override
    public final String note(KernelVersion version) {
        String faults =
                "Faults are page requests that the engine waits for (block_on_fault); prices of stores and faults are estimates.";
        return IdxdRules.of(version).inTree()
                ? faults
                : "This kernel has no user work queues with PASIDs yet (about 5.11, not verified). " + faults;
    }

    @Override
    public final Set<RowTrait> traits(KernelVersion version) {
        Set<RowTrait> traits = EnumSet.of(RowTrait.RIGHTS_OF_PROCESS, RowTrait.PASID_STAYS_WITH_MM);
        if (type == WqType.SHARED) {
            traits.add(RowTrait.SHARES_QUEUES);
        }
        if (!IdxdRules.of(version).inTree()) {
            traits.add(RowTrait.OUT_OF_TREE);
        }
        return traits;
    }

    @Override
    public final Access on(Kernel kernel) {
        return new IdxdAccess(kernel, type);
    }
}
