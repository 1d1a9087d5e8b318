package io.github.accelbed.uacce;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.uacce.sva.SvaTranslator;

/** What a kernel with uacce runs on. The defaults are bare hardware: one stage of translation, faults that stall. */
interface Platform {
    /** Bare hardware. */
    Platform HARDWARE = new Platform() {};

    /** What runs a queue's jobs. */
    default DeviceAccess engine(MemoryManager mm, HwQueue hardware, SvaTranslator translator) {
        return new DeviceAccess(mm, hardware, translator);
    }

    /** A queue's fault. */
    default IoPageFault fault(Cpu cpu) {
        return new IoPageFault(cpu);
    }

    /** A device was bound to an mm, which others may be bound to, too. */
    default void bound(SvaBinding binding) {}

    /** That bind was undone. */
    default void unbound(SvaBinding binding) {}

    /** Commands that one invalidation takes. */
    default int commandsPerInvalidation() {
        return 1;
    }

    /** Pages that a host below keeps pinned. */
    default long hostPinned() {
        return 0;
    }

    /** Compares the platform's books. */
    default void check(IntegrityReport report) {}
}
