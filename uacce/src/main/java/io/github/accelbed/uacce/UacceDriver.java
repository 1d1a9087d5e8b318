package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.SimLock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** drivers/misc/uacce/uacce.c with the queue manager of HiSilicon (drivers/crypto/hisilicon/qm.c) below it, on one kernel. */
final class UacceDriver implements OpenFile.FileOperations {
    /** 64 KiB of doorbell, as on hardware V3. */
    static final int MMIO_PAGES = 16;

    /** 1024 descriptors of 128 bytes, completions and the status words. */
    static final int DUS_PAGES = 37;

    private static final long REGIONS_START = 1L << 35;
    private static final long MOVED_OFFSET = 1L << 33;
    private static final int REGIONS_STRIDE = 128;
    private static final int DUS_OFFSET = 64;

    private final Kernel kernel;
    private final Platform platform;
    private final UacceRules rules;
    private final SimLock uacceMutex = new SimLock("uacce_mutex");
    private final Map<Device, UacceDevice> devices = new LinkedHashMap<>();
    private final Map<Integer, UacceDevice> minors = new TreeMap<>();
    private final Map<OpenFile, UacceQueue> files = new LinkedHashMap<>();
    private int opened;

    @Tally("calls-after-put")
    private long callsAfterPut;

    UacceDriver(Kernel kernel, Platform platform) {
        this.kernel = kernel;
        this.platform = platform;
        rules = kernel.rules(UacceRules.class, UacceRules.of(kernel.version()));
    }

    Kernel kernel() {
        return kernel;
    }

    /** What the kernel runs on. */
    Platform platform() {
        return platform;
    }

    UacceRules rules() {
        return rules;
    }

    /** {@code uacce_register}, at first use of a device. */
    UacceDevice device(Device hardware) {
        UacceDevice known = devices.get(hardware);
        return known == null ? register(hardware) : known;
    }

    /** Whether a device was probed. */
    boolean knows(Device hardware) {
        return devices.containsKey(hardware);
    }

    /** A device that is there, but not registered yet. */
    UacceDevice plugged(Device hardware) {
        UacceDevice device = newDevice(hardware, false);
        devices.put(hardware, device);
        return device;
    }

    /** The smallest number that no device has. */
    int freeMinor() {
        int free = 0;
        while (minors.containsKey(free)) {
            free++;
        }
        return free;
    }

    void enter(int minor, UacceDevice device) {
        minors.put(minor, device);
        device.setMinor(minor);
    }

    /** {@code xa_erase}, {@code idr_remove}: of whoever is there under the device's number. */
    void erase(UacceDevice device) {
        minors.remove(device.minor());
    }

    /** {@code xa_load}, {@code idr_find}: what stands under the number of a device's node. */
    @Nullable
    UacceDevice find(UacceDevice node) {
        return minors.get(node.minor());
    }

    /** {@code uacce_alloc} and {@code uacce_register} of HiSilicon's driver, at first use of a device. */
    private UacceDevice register(Device hardware) {
        boolean node = !rules.probesSva() || canDoSva(hardware);
        UacceDevice device = newDevice(hardware, node);
        devices.put(hardware, device);
        if (node) {
            enter(freeMinor(), device);
        }
        return device;
    }

    private UacceDevice newDevice(Device hardware, boolean node) {
        SimLock mutex = rules.perDeviceMutex() ? new SimLock("uacce->mutex") : uacceMutex;
        return new UacceDevice(hardware, mutex, new SimLock(rules.listLockName()), platform, node);
    }

    /** {@code UACCE_DEV_SVA} in {@code uacce->flags}: cleared by a probe that failed; nobody probes from 6.16 on. */
    boolean svaFlag(UacceDevice device) {
        return !rules.probesSva() || canDoSva(device.hardware());
    }

    /** What a probe ({@code iommu_dev_enable_feature}) finds out. */
    private static boolean canDoSva(Device hardware) {
        return hardware.maxPasids() > 0 && hardware.pageRequests();
    }

    /** Calls of the driver's ioctl, poll or mmap with a queue that it has got back, and of its get_queue when it has gone. */
    long callsAfterPut() {
        return callsAfterPut;
    }

    void countCallAfterPut() {
        callsAfterPut++;
    }

    Collection<UacceDevice> devices() {
        return devices.values();
    }

    /** The queue behind a file that was not released. */
    UacceQueue queue(OpenFile file) {
        return Objects.requireNonNull(files.get(file), file.name() + " has no queue");
    }

    int nextSerial() {
        return opened++;
    }

    void add(UacceQueue queue) {
        files.put(queue.file(), queue);
        queue.owner().queues().add(queue);
        queue.mm().queues().add(queue);
    }

    void remove(UacceQueue queue) {
        files.remove(queue.file());
        queue.owner().queues().remove(queue);
        queue.mm().queues().remove(queue);
        queue.owner().unuse(queue.mm());
    }

    /** Where a region of a queue is mapped, in every process: far above any buffer. */
    static long regionStart(UacceQueue queue, RegionKind region) {
        long start = REGIONS_START + (long) queue.serial() * REGIONS_STRIDE;
        return region == RegionKind.MMIO ? start : start + DUS_OFFSET;
    }

    /** Where a region of a queue is after it was moved, in every process. */
    static long movedStart(UacceQueue queue, RegionKind region) {
        return regionStart(queue, region) + MOVED_OFFSET;
    }

    /** The page offset that chooses a region ({@code enum uacce_qfrt}). */
    static long pgoff(RegionKind region) {
        return region == RegionKind.MMIO ? 0 : 1;
    }

    /** The region at a page offset; null from UACCE_MAX_REGION on. */
    static @Nullable RegionKind regionAt(long pgoff) {
        return pgoff == 0 ? RegionKind.MMIO : pgoff == 1 ? RegionKind.DUS : null;
    }

    static int regionPages(RegionKind region) {
        return region == RegionKind.MMIO ? MMIO_PAGES : DUS_PAGES;
    }

    @Override
    public @Nullable Operation<?> release(Cpu cpu, OpenFile file) {
        return new FopsRelease(rules, queue(file));
    }

    /**
     * {@code uacce_vma_close}. It goes by the area's page offset, so the upper part of an MMIO area that was cut in two is taken for DUS
     * (derived from the code, never observed), and so is the old place of an area that moved for the end of the region.
     */
    @Override
    public void vmaClose(Vma vma) {
        if (rules.munmapFreesRegion() && vma.file() instanceof OpenFile file) {
            RegionKind region = regionAt(vma.pgoff());
            if (region != null) {
                queue(file).regions().remove(region);
            }
        }
    }

    @Override
    public Errno vmaMremap(Vma vma) {
        return rules.answer(UacceCase.MREMAP);
    }

    @Override
    public boolean vmaBacked(Vma vma) {
        return vma.file() instanceof OpenFile file && !queue(file).zapped();
    }
}
