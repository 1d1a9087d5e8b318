package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;

/**
 * {@code struct uacce_qfile_region} of kernel memory: pages that the kernel allocated, mapped to the process and to the device. They stay,
 * and the device reaches them, until the last queue that shares the region gives it back or is released, whatever the process unmaps.
 */
final class KernelRegion {
    private final MmStruct mm;
    private final long start;
    private final long pages;
    private final long device;
    private final boolean write;
    private final FileMapping memory;
    private final PageReferences frames;
    private int users;

    /** A region at these pages of a process and from this page of the device's address space on. */
    KernelRegion(
            MmStruct mm,
            long start,
            long pages,
            long device,
            boolean write,
            FileMapping memory,
            PageReferences frames) {
        this.mm = mm;
        this.start = start;
        this.pages = pages;
        this.device = device;
        this.write = write;
        this.memory = memory;
        this.frames = frames;
    }

    /** The process that it was made for. */
    MmStruct mm() {
        return mm;
    }

    /** First page there. */
    long start() {
        return start;
    }

    long pages() {
        return pages;
    }

    /** First page in the device's address space. */
    long device() {
        return device;
    }

    /** Whether the device may write. */
    boolean write() {
        return write;
    }

    /** What is behind the process's area. */
    FileMapping memory() {
        return memory;
    }

    /** The kernel's own references of the pages. */
    PageReferences frames() {
        return frames;
    }

    /** Queues of one device that share it. */
    int users() {
        return users;
    }

    void use() {
        users++;
    }

    /** True for the last one. */
    boolean unuse() {
        return --users == 0;
    }

    /** Whether a page of the process lies in it. */
    boolean holds(long vpn) {
        return vpn >= start && vpn < start + pages;
    }

    /** Whether it lies in a range of the process with at least one page. */
    boolean overlaps(long from, long count) {
        return from < start + pages && start < from + count;
    }
}
