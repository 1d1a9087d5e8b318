package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * A system call on the caller's address space, with its answer.
 *
 * @param <O> the subclass itself
 */
public abstract class MmSyscall<O extends MmSyscall<O>> extends PteOperation<O> {
    /** Where it runs. */
    protected final Cpu cpu;

    /** Whose memory it changes. */
    protected final MmStruct mm;

    /** First page. */
    protected final long start;

    /** One past the last page. */
    protected final long end;

    MmSyscall(Program<O> program, Cpu cpu, MmStruct mm, long start, long pages) {
        super(program);
        if (start < 0 || pages < 1 || start + pages > PageTable.PAGES) {
            throw new IllegalArgumentException("range of " + pages + " pages");
        }
        this.cpu = cpu;
        this.mm = mm;
        this.start = start;
        this.end = start + pages;
    }

    @Override
    final MmStruct mm() {
        return mm;
    }

    /** {@code mmap_write_lock_killable}: a call that is killed here has changed nothing. */
    final int lock(Actor actor) {
        return downWriteKillable(actor, mm.mmapLock());
    }

    final int unlock(Actor actor) {
        mm.mmapLock().unlock(actor);
        return Flow.NEXT;
    }
}
