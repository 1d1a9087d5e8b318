package io.github.accelbed.model.example;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;

/** One open file of the device, with its hardware queue and its table. */
final class SoftTlbQueue extends AccessQueue {
    private final SoftTlb tlb;

    SoftTlbQueue(Kernel kernel, String name, HwQueue hardware, OpenFile file, Cpu cpu, SoftTlb tlb) {
        super(kernel, name, hardware, file, cpu, tlb);
        this.tlb = tlb;
    }

    SoftTlb tlb() {
        return tlb;
    }

    // region calls
    @Override
    public AccessOperation<?> close(Task task, boolean raw) {
        return new SoftTlbClose(task, this);
    }

    @Override
    public AccessOperation<?> map(Task task, long start, long pages, boolean write) {
        return SoftTlbRange.declare(task, this, start, pages, write);
    }

    @Override
    public AccessOperation<?> unmap(Task task, long start, long pages) {
        return SoftTlbRange.withdraw(task, this, start, pages);
    }
    // endregion

    @Override
    public long invalidations() {
        return tlb.invalidations();
    }

    @Override
    public long reachable() {
        return hardware().started() ? tlb.reachable() : 0;
    }

    @Override
    public long mappable() {
        return hardware().started() ? tlb.mappable() : 0;
    }

    @Override
    public long tables() {
        return tlb.reachable();
    }
}
