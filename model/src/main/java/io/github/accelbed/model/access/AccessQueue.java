package io.github.accelbed.model.access;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.List;
import java.util.Optional;

/**
 * An opened queue of some row: the hardware queue, the file behind it, how its addresses become frames, and the calls on it. Those answer
 * with operations that are not yet started.
 */
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

    /**
     * Closing.
     *
     * @param task whose descriptors; EBADF if it has none of this queue
     * @param raw false for the library's orderly close, true for close(2) of the queue's own descriptor only
     * @return the operation
     */
    public abstract AccessOperation<?> close(Task task, boolean raw);

    /**
     * Makes a range of the caller's memory accessible to the device at the same addresses.
     *
     * @param task whose pages
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the device may write
     * @return the operation
     */
    public abstract AccessOperation<?> map(Task task, long start, long pages, boolean write);

    /**
     * As {@link #map}, but the device finds the range at an address of the caller's choice. Only called where offered.
     *
     * @param task whose pages
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the device may write
     * @param iova first page in the device's address space
     * @return the operation
     */
    public AccessOperation<?> mapAt(Task task, long start, long pages, boolean write, long iova) {
        throw notOffered(AccessStep.MAP_AT);
    }

    /**
     * Undoes {@link #map}.
     *
     * @param task who calls
     * @param start first page
     * @param pages how many, at least 1
     * @return the operation
     */
    public abstract AccessOperation<?> unmap(Task task, long start, long pages);

    /**
     * Gives what {@link #map} made known other rights. Only called where offered.
     *
     * @param task who calls
     * @param start first page
     * @param pages how many, at least 1
     * @param write whether the device may write from now on
     * @return the operation
     */
    public AccessOperation<?> reregister(Task task, long start, long pages, boolean write) {
        throw notOffered(AccessStep.REREG);
    }

    /**
     * VFIO_DMA_UNMAP_FLAG_VADDR: mappings stay, and so do their pins; the process's addresses of them are no longer used. Only called where offered.
     *
     * @param task who calls
     * @param start first page
     * @param pages how many, at least 1
     * @return the operation
     */
    public AccessOperation<?> unmapVaddr(Task task, long start, long pages) {
        throw notOffered(AccessStep.UNMAP_VADDR);
    }

    /**
     * VFIO_DMA_MAP_FLAG_VADDR: says where the memory of such a mapping is now. Only called where offered.
     *
     * @param task who calls; its address space counts from now on
     * @param start first page of the memory
     * @param pages how many, at least 1
     * @param iova first page in the device's address space
     * @return the operation
     */
    public AccessOperation<?> mapVaddr(Task task, long start, long pages, long iova) {
        throw notOffered(AccessStep.MAP_VADDR);
    }

    /**
     * The raw call that starts a queue. Only called where {@link Access#whyNot} offers it.
     *
     * @param task who calls
     * @return the operation
     */
    public AccessOperation<?> start(Task task) {
        throw notOffered(AccessStep.START);
    }

    /**
     * The raw call that puts a queue. Only called where offered.
     *
     * @param task who calls
     * @return the operation
     */
    public AccessOperation<?> put(Task task) {
        throw notOffered(AccessStep.PUT);
    }

    /**
     * mmap of a region of the queue. Only called where offered.
     *
     * @param task who calls
     * @param region which part
     * @return the operation
     */
    public AccessOperation<?> mapRegion(Task task, RegionKind region) {
        throw notOffered(AccessStep.REGION);
    }

    /**
     * munmap of it. Only called where offered.
     *
     * @param task who calls
     * @param region which part
     * @return the operation
     */
    public AccessOperation<?> unmapRegion(Task task, RegionKind region) {
        throw notOffered(AccessStep.UNREGION);
    }

    /**
     * mremap of it, to a free address of the library's choice. Only called where offered.
     *
     * @param task who calls
     * @param region which part
     * @return the operation
     */
    public AccessOperation<?> moveRegion(Task task, RegionKind region) {
        throw notOffered(AccessStep.MREMAP_REGION);
    }

    /**
     * The areas that a process stores to when it submits a job. Only called where submitting is offered.
     *
     * @return the first page of each
     */
    public List<Long> doorbells() {
        throw notOffered(AccessStep.SUBMIT);
    }

    /**
     * Where a region of the queue is mapped in whoever maps it. Only called where mapping regions is offered.
     *
     * @param region which part
     * @return its first virtual page number, whether or not it is mapped now
     */
    public long regionPage(RegionKind region) {
        throw notOffered(AccessStep.REGION);
    }

    /**
     * The raw call that binds a queue to an address space, named by its PASID. Only called where offered.
     *
     * @param task who calls
     * @param whose the process whose PASID the caller passes; another than the caller is a forgery
     * @return the operation; EINVAL if the number is refused or no process's
     */
    public AccessOperation<?> bind(Task task, Task whose) {
        throw notOffered(AccessStep.BIND);
    }

    /**
     * Fault injection: from now on the device tags a queue's transactions with the PASID that another queue has now. No software has a
     * part in it. Only called where offered.
     *
     * @param as whose PASID they carry; the queue itself for the right one
     * @return OK, or EINVAL if that queue has no PASID
     */
    public Errno tag(AccessQueue as) {
        throw notOffered(AccessStep.TAG);
    }

    /**
     * A spontaneous event: a translation for reading is fetched ahead, and the page is not touched. What it finds is never told to
     * anybody.
     *
     * @param cpu a CPU of its own, on whose actor the operation runs beside the queue's own jobs
     * @param vpn the page, as they name it
     * @return the operation, or empty where nothing is fetched ahead, or not now
     */
    public Optional<Operation<?>> prefetch(Cpu cpu, long vpn) {
        return engine.prefetchTranslation(vpn);
    }

    private static IllegalStateException notOffered(AccessStep step) {
        return new IllegalStateException(step + " is not offered");
    }
}
