package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.IoPageFault;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.uacce.sva.CloseMapped;
import io.github.accelbed.uacce.sva.MmQueue;
import java.util.List;

/** {@code struct cxl_context}: one open file of an AFU, attached to the mm of whoever started its work. */
final class CxlContext extends MmQueue {
    private static final Program<DeviceAccess> JOB = DeviceAccess.ring(Cost.CAPI_ERAT_MISS);

    /** The price is a PCIe page request's, since none is known of CAPI's own interrupt. */
    private static final Program<IoPageFault> FAULT = IoPageFault.steps(
            "cxl_handle_mm_fault", "PSL interrupt, cxl_handle_fault", Cost.PAGE_REQUEST_FAULT, "PSL restart");

    private static final long AREAS_START = 7L << 33;
    private static final int AREAS_STRIDE = 32;

    private final EratTranslator translator;
    private final int serial;
    private boolean attached;

    private CxlContext(
            Kernel kernel,
            String name,
            HwQueue hardware,
            OpenFile file,
            Cpu cpu,
            EratTranslator translator,
            int serial) {
        super(name, hardware, file, cpu, new DeviceAccess(kernel.mm(), hardware, translator, JOB), translator, 1);
        this.translator = translator;
        this.serial = serial;
    }

    static CxlContext of(
            Kernel kernel, Erat erat, String name, HwQueue hardware, OpenFile file, MmStruct mm, int serial) {
        Cpu cpu = kernel.newCpu(name);
        EratTranslator translator = new EratTranslator(erat, serial + 1, mm, new IoPageFault(cpu, FAULT));
        return new CxlContext(kernel, name, hardware, file, cpu, translator, serial);
    }

    /** Whose table it uses. */
    MmStruct mm() {
        return translator.mm();
    }

    /** {@code CXL_IOCTL_START_WORK}: the process element gets the mm, whose structure then stays. */
    void attach() {
        attached = true;
        mm().grab();
        mm().notifiers().snoop(translator);
        hardware().start();
    }

    /** {@code cxl_context_detach}. */
    void detach() {
        hardware().device().freeQueue(hardware());
        if (attached) {
            mm().notifiers().unsnoop(translator);
            translator.tlbie(0, PageTable.PAGES);
            mm().drop();
        }
    }

    /** Where the problem state area is mapped, in every process: far above any buffer. */
    long area() {
        return AREAS_START + (long) serial * AREAS_STRIDE;
    }

    /** The library's close of it, or close(2) only. */
    @Override
    public CloseMapped close(Task task, boolean raw) {
        return new CloseMapped(
                task, file(), raw ? List.of() : List.of(new CloseMapped.Area(area(), CxlDriver.AREA_PAGES)));
    }
}
