package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * A load or a store of a process, with the faults it takes ({@code do_user_addr_fault}, arch/x86/mm/fault.c). The CPU's own TLB is
 * left out: a store after a flush always sees the table. Device memory reads 0: what registers hold
 * is left out.
 */
public final class CpuAccess extends Operation<CpuAccess> {
    private static final Program<CpuAccess> STEPS = Program.<CpuAccess>of("access")
            .cpu("load or store", Cost.CPU_ACCESS, (o, a) -> o.access())
            .cpu("do_user_addr_fault", Cost.INCLUDED, (o, a) -> o.fault(a))
            .cpu("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.resume(a))
            .build();

    private final Cpu cpu;
    private @Nullable MmStruct mm;
    private long vpn;
    private boolean write;
    private long value;
    private boolean faulted;
    private boolean deviceMemory;
    private @Nullable Actor reader;

    /**
     * A reusable access.
     *
     * @param cpu where it runs
     */
    public CpuAccess(Cpu cpu) {
        super(STEPS);
        this.cpu = cpu;
    }

    /**
     * Sets up a load.
     *
     * @param space the address space
     * @param page virtual page number
     * @return this
     */
    public CpuAccess read(MmStruct space, long page) {
        mm = space;
        vpn = page;
        write = false;
        return this;
    }

    /**
     * Sets up a store.
     *
     * @param space the address space
     * @param page virtual page number
     * @param stamp what to store
     * @return this
     */
    public CpuAccess write(MmStruct space, long page, long stamp) {
        mm = space;
        vpn = page;
        write = true;
        value = stamp;
        return this;
    }

    /**
     * What was read or written.
     *
     * @return the stamp
     */
    public long value() {
        return value;
    }

    @Override
    protected void begin() {
        faulted = false;
        reader = null;
    }

    @Override
    protected void abandoned() {
        if (reader != null) {
            space().mmapLock().unlockShared(reader);
        }
    }

    private MmStruct space() {
        if (mm == null) {
            throw new IllegalStateException("not prepared");
        }
        return mm;
    }

    private int access() {
        MmStruct space = space();
        long pte = space.pageTable().walk(vpn);
        if (!Pte.grants(pte, write)) {
            return Flow.NEXT;
        }
        PhysicalMemory memory = cpu.mm().memory();
        if (write) {
            memory.write(Pte.frame(pte), value);
            if ((pte & (Pte.DIRTY | Pte.HUGE)) == 0) {
                space.pageTable().set(vpn, pte | Pte.DIRTY | Pte.ACCESSED);
            }
        } else {
            value = memory.read(Pte.frame(pte));
        }
        return Flow.DONE;
    }

    private int fault(Actor actor) {
        MmStruct space = space();
        if (!space.mmapLock().lockShared(actor)) {
            return Flow.BLOCKED;
        }
        faulted = true;
        reader = actor;
        Vma vma = space.findVma(vpn);
        deviceMemory = vma != null
                && vma.is(Vma.PFNMAP)
                && vma.file() != null
                && vma.file().backs(vma);
        if (vma == null || !vma.allows(write)) {
            answer(Errno.SIGSEGV);
        } else if (!deviceMemory) {
            actor.call(cpu.handleMmFault(space, vma, vpn, write ? HandleMmFault.WRITE : 0));
        }
        return Flow.NEXT;
    }

    private int resume(Actor actor) {
        space().mmapLock().unlockShared(actor);
        reader = null;
        if (result().ok() && deviceMemory) {
            value = write ? value : 0;
            return Flow.DONE;
        }
        if (result().ok()) {
            answer(cpu.vmf().result());
        }
        return result().ok() ? Flow.RESTART : Flow.DONE;
    }

    /**
     * Whether it took a fault.
     *
     * @return true if the first try was not allowed
     */
    public boolean faulted() {
        return faulted;
    }
}
