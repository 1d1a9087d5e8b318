package io.github.accelbed.odp;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.SimLock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct ib_ucontext} behind {@code struct ib_uverbs_file} (drivers/infiniband/core/uverbs_main.c), with the one protection
 * domain that the library makes in it: owner of queue pairs, memory regions and keys. It ends with the last reference of its file,
 * whoever drops it.
 */
final class UverbsContext implements OpenFile.FileOperations {
    private final RdmaAccess access;
    private final Device device;
    private final Task opener;
    private final MmStruct openerMm;
    private final OpenFile file;
    private final List<QueuePair> queuePairs = new ArrayList<>();
    private final List<MemoryRegion> regions = new ArrayList<>();
    private final List<MemoryRegion> handles = new ArrayList<>();
    private final KeyTable keys = new KeyTable();
    private final SimLock hwDestroyRwsem = new SimLock("hw_destroy_rwsem");
    private int commands;
    private boolean protectionDomain;
    private boolean disassociated;
    private boolean zapped;
    private boolean released;

    @Tally("invalidations")
    private long invalidations;

    UverbsContext(RdmaAccess access, Device device, Task opener) {
        this.access = access;
        this.device = device;
        this.opener = opener;
        openerMm = opener.mm();
        file = new OpenFile("/dev/infiniband/uverbs-" + device.name(), this);
    }

    /** {@code ib_uverbs_close}: queue pairs first, then memory regions. */
    @Override
    public Operation<?> release(Cpu cpu, OpenFile last) {
        return new DestroyContext(this, cpu, true);
    }

    /** {@code rdma_umap_fault}: once the device's pages are gone, a page of the context's own is put there, or it is a SIGBUS. */
    @Override
    public boolean vmaBacked(Vma vma) {
        return !zapped || rules().backsZappedRegisters();
    }

    /** {@code uverbs_user_mmap_disassociate}: areas of the device's registers lose their pages. Left out: that it waits for each mmap_lock. */
    void zapRegisters() {
        zapped = true;
    }

    RdmaAccess access() {
        return access;
    }

    RdmaRules rules() {
        return access.rules();
    }

    AdapterRules adapter() {
        return access.adapter(device);
    }

    Device device() {
        return device;
    }

    Task opener() {
        return opener;
    }

    MmStruct openerMm() {
        return openerMm;
    }

    OpenFile file() {
        return file;
    }

    List<QueuePair> queuePairs() {
        return queuePairs;
    }

    /** All regions, those included whose key is not known yet or not any more. */
    List<MemoryRegion> regions() {
        return regions;
    }

    /** Those of them that a command finds: the registration is through ({@code rdma_alloc_commit_uobject}), and nobody destroys it yet. */
    List<MemoryRegion> handles() {
        return handles;
    }

    /** The implicit region of an address space with that right, or null. */
    @Nullable
    ImplicitRegion implicitRegion(MmStruct mm, boolean writable) {
        for (MemoryRegion region : handles) {
            if (region instanceof ImplicitRegion implicit && implicit.mm() == mm && implicit.writable() == writable) {
                return implicit;
            }
        }
        return null;
    }

    /** Of its device. */
    UmrQueue umrQueue() {
        return access.umrQueue(device);
    }

    KeyTable keys() {
        return keys;
    }

    boolean hasProtectionDomain() {
        return protectionDomain;
    }

    void setProtectionDomain(boolean exists) {
        protectionDomain = exists;
    }

    /** {@code ib_dealloc_pd}; EBUSY, which the library ignores, while something is in it. */
    void deallocPd() {
        protectionDomain &= !(queuePairs.isEmpty() && regions.isEmpty());
    }

    /** {@code hw_destroy_rwsem}: the end of the file and of the device destroy one after the other. */
    SimLock hwDestroyRwsem() {
        return hwDestroyRwsem;
    }

    /** A command begins: {@code fdget}, {@code srcu_read_lock}. */
    void enter() {
        file.get();
        commands++;
    }

    /** A command ends; the answer is the end of the context if the file was closed meanwhile. */
    @Nullable
    Operation<?> leave(Cpu cpu) {
        commands--;
        return file.put(cpu);
    }

    /** Whether a command runs. */
    boolean busy() {
        return commands > 0;
    }

    /** Whether the device went away under it: every further command answers EIO. */
    boolean disassociated() {
        return disassociated;
    }

    void disassociate() {
        disassociated = true;
    }

    boolean released() {
        return released;
    }

    void setReleased() {
        released = true;
    }

    /** Callbacks that took at least one entry away from the adapter. */
    long invalidations() {
        return invalidations;
    }

    void countInvalidation() {
        invalidations++;
    }
}
