package io.github.accelbed.model.access;

import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;

/** An opened queue of some row: the hardware queue, the file behind it, and how its addresses become frames. */
public abstract class AccessQueue {
    private final String name;
    private final HwQueue hardware;
    private final OpenFile file;
    private final Cpu cpu;
    private final DeviceAccess engine;

    /**
     * A queue.
     *
     * @param kernel where it is
     * @param name its name
     * @param hardware the hardware queue it owns or borrows
     * @param file the descriptor's file: the uacce fd, the VFIO device fd, the RDMA context
     * @param cpu the actor that stands for the device and for the kernel worker that handles its faults
     * @param translator how its addresses become frames
     */
    protected AccessQueue(
            Kernel kernel, String name, HwQueue hardware, OpenFile file, Cpu cpu, AddressTranslator translator) {
        this(name, hardware, file, cpu, new DeviceAccess(kernel.mm(), hardware, translator));
    }

    /**
     * A queue whose jobs take other steps or prices than those of a ring in memory.
     *
     * @param name its name
     * @param hardware the hardware queue it owns or borrows
     * @param file the descriptor's file
     * @param cpu the actor that stands for the device and for the kernel worker that handles its faults
     * @param engine what runs its jobs
     */
    protected AccessQueue(String name, HwQueue hardware, OpenFile file, Cpu cpu, DeviceAccess engine) {
        this.name = name;
        this.hardware = hardware;
        this.file = file;
        this.cpu = cpu;
        this.engine = engine;
    }

    /**
     * Its name.
     *
     * @return as in the scenario
     */
    public final String name() {
        return name;
    }

    /**
     * The device it belongs to.
     *
     * @return the device
     */
    public final Device device() {
        return hardware.device();
    }

    /**
     * The hardware queue.
     *
     * @return it, possibly stopped or given back
     */
    public final HwQueue hardware() {
        return hardware;
    }

    /**
     * The file of the queue's own descriptor.
     *
     * @return what close(2) and dup(2) work on
     */
    public final OpenFile file() {
        return file;
    }

    /**
     * The actor of the queue.
     *
     * @return its CPU context
     */
    public final Cpu cpu() {
        return cpu;
    }

    /**
     * The engine, to run jobs with.
     *
     * @return one operation at a time
     */
    public final DeviceAccess engine() {
        return engine;
    }

    /**
     * Invalidation events that reached this queue's translations: its domain's for an IOMMU, its mirror's for ODP.
     *
     * @return 0 or more
     */
    public abstract long invalidations();

    /**
     * Frames that the device can reach now without a fault.
     *
     * @return 0 or more; 0 once the queue cannot access memory
     */
    public abstract long reachable();

    /**
     * Pages that are not reachable now but that a device fault would make so.
     *
     * @return 0 or more
     */
    public abstract long mappable();

    /**
     * Translations that the IOMMU, the device or a driver keeps for this queue in tables beside the page table of the process: what
     * somebody fills and has to keep right. Caches do not count.
     *
     * @return entries, 0 where the process's own table is walked
     */
    public long tables() {
        return 0;
    }
}
