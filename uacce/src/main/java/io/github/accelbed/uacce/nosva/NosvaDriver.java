package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Operation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** uacce for a device without SVA, on one kernel. Left out: the states of a queue, its locks and its raw calls, which the row uacce has. */
final class NosvaDriver implements OpenFile.FileOperations {
    private final Kernel kernel;
    private final Addressing addressing;
    private final Map<Device, DmaSpace> spaces = new LinkedHashMap<>();
    private final Map<OpenFile, NosvaQueue> queues = new LinkedHashMap<>();
    private int opened;

    NosvaDriver(Kernel kernel, Addressing addressing) {
        this.kernel = kernel;
        this.addressing = addressing;
    }

    Kernel kernel() {
        return kernel;
    }

    Addressing addressing() {
        return addressing;
    }

    DmaSpace space(Device device) {
        return spaces.computeIfAbsent(device, d -> new DmaSpace(d, kernel.iommu()));
    }

    Collection<DmaSpace> spaces() {
        return spaces.values();
    }

    Collection<NosvaQueue> queues() {
        return queues.values();
    }

    int nextSerial() {
        return opened++;
    }

    /** How many queues, of whatever device, have the memory behind an area as a region; 0 if it is none. */
    long shares(FileMapping memory) {
        return spaces.values().stream().mapToLong(space -> space.shares(memory)).sum();
    }

    void add(NosvaQueue queue) {
        queues.put(queue.file(), queue);
        queue.space().users().add(queue);
    }

    void remove(NosvaQueue queue) {
        queues.remove(queue.file());
        queue.space().users().remove(queue);
    }

    @Override
    public @Nullable Operation<?> release(Cpu cpu, OpenFile file) {
        NosvaQueue queue = queues.get(file);
        if (queue == null) {
            throw new IllegalStateException(file.name() + " has no queue");
        }
        return new ReleaseQueue(this, queue);
    }

    @Override
    public boolean vmaBacked(Vma vma) {
        return true;
    }
}
