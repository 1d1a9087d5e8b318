package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.KernelPageTable;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * drivers/dma/idxd/cdev.c on one kernel. The queues of a device are all of one type and are configured and enabled before the scenario
 * begins: a shared device has one queue with so many entries, a dedicated one so many queues.
 */
final class IdxdDriver implements OpenFile.FileOperations {
    private final Kernel kernel;
    private final WqType type;
    private final IdxdRules rules;
    private final Map<Device, List<IdxdWq>> queues = new LinkedHashMap<>();
    private final Map<OpenFile, IdxdClient> clients = new LinkedHashMap<>();
    private final KernelPageTable kernelTable;
    private int opened;

    IdxdDriver(Kernel kernel, WqType type) {
        this.kernel = kernel;
        kernelTable = new KernelPageTable(kernel.mm());
        this.type = type;
        rules = kernel.rules(IdxdRules.class, IdxdRules.of(kernel.version()));
    }

    /** The page-table page of the kernel's half that comes and goes. */
    KernelPageTable kernelTable() {
        return kernelTable;
    }

    Kernel kernel() {
        return kernel;
    }

    WqType type() {
        return type;
    }

    IdxdRules rules() {
        return rules;
    }

    /** Whether a call comes from another address space than the one the client bound. */
    boolean foreign(Task task, IdxdClient client) {
        return rules.checksCallersMm() && task.mm() != client.binding().mm();
    }

    /** The work queues of a device. */
    List<IdxdWq> queues(Device device) {
        return queues.computeIfAbsent(
                device,
                d -> type == WqType.SHARED
                        ? List.of(IdxdWq.shared(d, d.queues()))
                        : Stream.generate(() -> IdxdWq.dedicated(d))
                                .limit(d.queues())
                                .toList());
    }

    /** All devices that were asked for. */
    Map<Device, List<IdxdWq>> devices() {
        return queues;
    }

    Collection<IdxdClient> clients() {
        return clients.values();
    }

    int nextSerial() {
        return opened++;
    }

    void add(IdxdClient client) {
        clients.put(client.file(), client);
        client.wq().clients().add(client);
    }

    void remove(IdxdClient client) {
        clients.remove(client.file());
        client.wq().clients().remove(client);
    }

    @Override
    public @Nullable Operation<?> release(Cpu cpu, OpenFile file) {
        IdxdClient client = clients.get(file);
        if (client == null) {
            throw new IllegalStateException(file.name() + " has no client");
        }
        return new CdevRelease(this, client);
    }

    @Override
    public boolean vmaBacked(Vma vma) {
        return true;
    }
}
