package io.github.accelbed.model.process;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.GetUserPagesFast;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * A system call of some driver that takes page references on a range of the caller and keeps them behind an open file: the file is
 * inherited by fork, closed by exec, and its release drops the references. Stands for what gup_test and vmsplice do in short; that
 * both take the fast path is UNVERIFIED.
 *
 * <p>All or nothing: if not every page can be taken, none is kept.
 */
public final class TakePages extends Operation<TakePages> {
    private static final Program<TakePages> STEPS = Program.<TakePages>of("take pages")
            .cpu("system call", Cost.SYSCALL, (o, a) -> o.take(a))
            .returned((o, a) -> o.taken(a))
            .cpu("fd_install", Cost.INCLUDED, (o, a) -> o.install())
            .build();

    private final Task task;
    private final PageReferences references;
    private final boolean writable;
    private final GetUserPagesFast getUserPages;
    private @Nullable OpenFile file;

    /**
     * A call.
     *
     * @param task who calls
     * @param start first page
     * @param pages how many, at least 1
     * @param gupFlags flags of {@link GetUserPages}
     */
    public TakePages(Task task, long start, int pages, int gupFlags) {
        super(STEPS);
        this.task = task;
        Cpu cpu = task.cpu();
        boolean pin = (gupFlags & GetUserPages.FOLL_PIN) != 0;
        writable = (gupFlags & GetUserPages.FOLL_WRITE) != 0;
        references = new PageReferences(cpu.mm(), task.name(), pin, writable && !pin);
        getUserPages = new GetUserPagesFast(cpu, task.mm(), start, pages, gupFlags, references);
    }

    /**
     * The references.
     *
     * @return empty after a failure and after the file's release
     */
    public PageReferences references() {
        return references;
    }

    /**
     * Whether the holder may write through them.
     *
     * @return true if they were taken with FOLL_WRITE
     */
    public boolean writable() {
        return writable;
    }

    /**
     * The file that holds them.
     *
     * @return the file, or null unless the answer is OK
     */
    public @Nullable OpenFile file() {
        return file;
    }

    private int take(Actor actor) {
        task.countSyscalls(1);
        actor.call(getUserPages);
        return Flow.NEXT;
    }

    private int taken(Actor actor) {
        if (!actor.returned().ok()) {
            references.release();
        }
        return orFail(actor, Flow.NEXT);
    }

    private int install() {
        file = new OpenFile("page references", (cpu, released) -> {
            references.release();
            return null;
        });
        task.files().install(file, true);
        return Flow.DONE;
    }
}
