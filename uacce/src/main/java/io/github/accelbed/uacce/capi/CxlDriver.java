package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Operation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** drivers/misc/cxl/file.c on one kernel: an AFU in directed mode, whose contexts are the device's queues. */
final class CxlDriver implements OpenFile.FileOperations {
    /** 64 KiB of problem state a context. */
    static final int AREA_PAGES = 16;

    private final Kernel kernel;
    private final Map<Device, Erat> erats = new LinkedHashMap<>();
    private final Map<OpenFile, CxlContext> contexts = new LinkedHashMap<>();
    private int opened;

    CxlDriver(Kernel kernel) {
        this.kernel = kernel;
    }

    Kernel kernel() {
        return kernel;
    }

    /** The adapter's cache; as large as an IOMMU's would be. */
    Erat erat(Device device) {
        return erats.computeIfAbsent(device, d -> new Erat(kernel.config().iotlbEntries()));
    }

    Collection<Device> devices() {
        return erats.keySet();
    }

    Collection<CxlContext> contexts() {
        return contexts.values();
    }

    int nextSerial() {
        return opened++;
    }

    void add(CxlContext context) {
        contexts.put(context.file(), context);
    }

    void remove(CxlContext context) {
        contexts.remove(context.file());
    }

    @Override
    public @Nullable Operation<?> release(Cpu cpu, OpenFile file) {
        CxlContext context = contexts.get(file);
        if (context == null) {
            throw new IllegalStateException(file.name() + " has no context");
        }
        return new AfuRelease(this, context);
    }

    @Override
    public boolean vmaBacked(Vma vma) {
        return true;
    }
}
