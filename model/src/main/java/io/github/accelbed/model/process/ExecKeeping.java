package io.github.accelbed.model.process;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * An exec whose program goes on with memory of the one before: the descriptor of a memfd was not close-on-exec, and the new program maps it
 * again, shared, for reading and writing, at the same place (QEMU's cpr-exec). Answers EBADF, and nothing is done, unless a mapping of one memfd
 * covers the range: there is no other memory that an exec leaves.
 */
public final class ExecKeeping extends Operation<ExecKeeping> {
    private static final Program<ExecKeeping> STEPS = Program.<ExecKeeping>of("exec, mmap")
            .userSpace()
            .cpu("find the descriptor", Cost.INCLUDED, (o, a) -> o.find())
            .calls("execve", Cost.INCLUDED, o -> o.exec)
            .calls("mmap", Cost.INCLUDED, ExecKeeping::mmap)
            .build();

    private final Task task;
    private final long start;
    private final long pages;
    private final Exec exec;
    private @Nullable FileMapping memfd;
    private long pgoff;

    /**
     * An exec.
     *
     * @param processes all processes
     * @param task who execs
     * @param start first page of what is kept
     * @param pages how many
     */
    public ExecKeeping(Processes processes, Task task, long start, long pages) {
        super(STEPS);
        this.task = task;
        this.start = start;
        this.pages = pages;
        exec = new Exec(processes, task);
    }

    private int find() {
        Vma vma = task.mm().findVma(start);
        FileMapping mapping = vma == null ? null : vma.mapping();
        if (vma == null || mapping == null || mapping.kind() != FileMapping.Kind.MEMFD || vma.end() < start + pages) {
            return fail(Errno.EBADF);
        }
        memfd = mapping;
        pgoff = vma.pgoff() + start - vma.start();
        return Flow.NEXT;
    }

    private Mmap mmap() {
        task.countSyscalls(1);
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED;
        return new Mmap(task.cpu(), task.mm(), start, pages, flags, memfd, null).at(pgoff);
    }
}
