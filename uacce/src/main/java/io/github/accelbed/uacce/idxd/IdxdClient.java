package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.CloseMapped;
import io.github.accelbed.uacce.sva.MmQueue;
import io.github.accelbed.uacce.sva.SvaTranslator;
import java.util.List;

/** {@code struct idxd_user_context}: one open file of a work queue, bound to the mm that opened it. */
final class IdxdClient extends MmQueue {
    /** With {@code block_on_fault} set: the engine waits for the answer to its page request. */
    private static final Program<IoPageFault> PAGE_REQUEST = IoPageFault.steps(
            "iommu_sva_handle_mm", "page request, prq_event_thread", Cost.PAGE_REQUEST_FAULT, "page group response");

    private static final Program<DeviceAccess> ENQCMD = DeviceAccess.store("ENQCMD", Cost.ENQCMD, Cost.IOTLB_MISS);

    private static final Program<DeviceAccess> MOVDIR64B =
            DeviceAccess.store("MOVDIR64B", Cost.MOVDIR64B, Cost.IOTLB_MISS);

    private static final long PORTALS_START = 3L << 34;
    private static final int PORTALS_STRIDE = 16;

    private final IdxdWq wq;
    private final SvaBinding binding;
    private final int serial;

    private IdxdClient(
            String name,
            IdxdWq wq,
            HwQueue hardware,
            OpenFile file,
            Cpu cpu,
            DeviceAccess engine,
            SvaTranslator translator,
            SvaBinding binding,
            int serial) {
        super(name, hardware, file, cpu, engine, translator, 1);
        this.wq = wq;
        this.binding = binding;
        this.serial = serial;
    }

    /** A client of a queue that is enabled for it now. */
    static IdxdClient of(
            Kernel kernel, WqType type, IdxdWq wq, String name, OpenFile file, SvaBinding binding, int serial) {
        Cpu cpu = kernel.newCpu(name);
        HwQueue hardware = wq.enable();
        SvaTranslator translator = new SvaTranslator(kernel.iommu(), binding, new IoPageFault(cpu, PAGE_REQUEST));
        DeviceAccess engine =
                new DeviceAccess(kernel.mm(), hardware, translator, type == WqType.SHARED ? ENQCMD : MOVDIR64B);
        return new IdxdClient(name, wq, hardware, file, cpu, engine, translator, binding, serial);
    }

    IdxdWq wq() {
        return wq;
    }

    SvaBinding binding() {
        return binding;
    }

    /** ENQCMD and MOVDIR64B carry the whole descriptor to the portal. */
    @Override
    public List<Long> doorbells() {
        return List.of(portal());
    }

    /** Where the portal is mapped, in every process: far above any buffer. */
    long portal() {
        return PORTALS_START + (long) serial * PORTALS_STRIDE;
    }

    /** The library's close of it, or close(2) only. */
    @Override
    public CloseMapped close(Task task, boolean raw) {
        return new CloseMapped(task, file(), raw ? List.of() : List.of(new CloseMapped.Area(portal(), 1)));
    }
}
