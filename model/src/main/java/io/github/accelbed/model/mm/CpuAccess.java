package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A load or a store of a process, with the faults it takes ({@code do_user_addr_fault}, arch/x86/mm/fault.c). The CPU's own TLB is
 * left out: a store after a flush always sees the table. Device memory reads 0: what registers hold
 * is left out.
 *
 * <p>A fault ends as it would without a SIGKILL that comes meanwhile; then the process dies where it would go back to user space, and the
 * instruction is not run again.
 */
public final class CpuAccess extends Operation<CpuAccess> {
    private static final Program<CpuAccess> PLAIN = resumed(start().cpu(
                    "do_user_addr_fault",
                    Cost.INCLUDED,
                    (o, a) -> o.fault(a, downRead(a, o.space().mmapLock())))
            .waits());
    private static final Program<CpuAccess> KILLABLE = resumed(start().cpu(
                    "do_user_addr_fault",
                    Cost.INCLUDED,
                    (o, a) -> o.fault(a, o.downReadKillable(a, o.space().mmapLock())))
            .waitsKillable());

    private static Program.Builder<CpuAccess> start() {
        return Program.<CpuAccess>of("access").cpu("load or store", Cost.CPU_ACCESS, (o, a) -> o.access(a));
    }

    private static Program<CpuAccess> resumed(Program.Builder<CpuAccess> steps) {
        return steps.returned((o, a) -> o.handled(a))
                .cpu("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.resume(a))
                .cpu("handle_userfault", Cost.INCLUDED, (o, a) -> o.awaitHandler(a))
                .waitsKillable()
                .build();
    }

    private final Cpu cpu;
    private @Nullable MmStruct mm;
    private long vpn;
    private boolean write;
    private long value;
    private boolean faulted;
    private boolean deviceMemory;
    private boolean asksHandler;

    /**
     * A reusable access.
     *
     * @param cpu where it runs
     */
    public CpuAccess(Cpu cpu) {
        super(cpu.mm().mmapLockRules().killsUserFault() ? KILLABLE : PLAIN);
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
        asksHandler = false;
    }

    private MmStruct space() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    private int access(Actor actor) {
        if (actor.fatalSignalPending()) {
            // It came before the process was back in user space.
            return fail(Errno.EINTR);
        }
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

    private int fault(Actor actor, int locked) {
        if (locked != Flow.NEXT) {
            return locked;
        }
        MmStruct space = space();
        faulted = true;
        Vma vma = space.findVma(vpn);
        deviceMemory = vma != null
                && vma.is(Vma.PFNMAP)
                && vma.file() != null
                && vma.file().backs(vma);
        if (vma == null || !vma.allows(write)) {
            return fail(Errno.SIGSEGV);
        }
        if (!deviceMemory) {
            actor.call(cpu.handleMmFault(space, vma, vpn, flags()));
        }
        return Flow.NEXT;
    }

    private int flags() {
        return HandleMmFault.ALLOW_RETRY | (write ? HandleMmFault.WRITE : 0);
    }

    private int handled(Actor actor) {
        asksHandler = actor.returned() == Errno.EAGAIN;
        return asksHandler ? Flow.NEXT : orFail(actor, Flow.NEXT);
    }

    private int awaitHandler(Actor actor) {
        return HandleMmFault.awaitsHandler(space(), vpn) ? waitKillable(actor) : Flow.RESTART;
    }

    private int resume(Actor actor) {
        space().mmapLock().unlockShared(actor);
        if (deviceMemory) {
            value = write ? value : 0;
            return Flow.DONE;
        }
        return asksHandler ? Flow.NEXT : Flow.RESTART;
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
