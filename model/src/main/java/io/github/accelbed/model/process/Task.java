package io.github.accelbed.model.process;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import org.jspecify.annotations.Nullable;

/** {@code struct task_struct}: one single-threaded process with its address space, descriptors and limits. */
public final class Task {
    /** No memlock limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final String name;
    private final Cpu cpu;
    private MmStruct mm;
    private FdTable files;
    private boolean alive = true;
    private @Nullable Task vforkChild;
    private final long memlockPages;

    @Tally("syscalls")
    private long syscalls;

    Task(String name, Cpu cpu, MmStruct mm, FdTable files, long memlockPages) {
        this.name = name;
        this.cpu = cpu;
        this.mm = mm;
        this.files = files;
        this.memlockPages = memlockPages;
    }

    /**
     * Its name.
     *
     * @return such as {@code A}
     */
    public String name() {
        return name;
    }

    /**
     * Where its system calls run.
     *
     * @return its CPU
     */
    public Cpu cpu() {
        return cpu;
    }

    /**
     * Its address space; after death the one it had last.
     *
     * @return the mm
     */
    public MmStruct mm() {
        return mm;
    }

    /**
     * Its descriptors.
     *
     * @return the table
     */
    public FdTable files() {
        return files;
    }

    /**
     * Whether it has not ended.
     *
     * @return false from exit on
     */
    public boolean alive() {
        return alive;
    }

    /**
     * The child that keeps it waiting after vfork.
     *
     * @return the child until its exec or exit, else null
     */
    public @Nullable Task vforkChild() {
        return vforkChild;
    }

    /**
     * RLIMIT_MEMLOCK.
     *
     * @return pages, {@link #UNLIMITED} for none
     */
    public long memlockPages() {
        return memlockPages;
    }

    /**
     * System calls made so far.
     *
     * @return 0 or more
     */
    public long syscalls() {
        return syscalls;
    }

    /**
     * Counts system calls.
     *
     * @param calls how many, 0 or more
     */
    public void countSyscalls(int calls) {
        syscalls += calls;
    }

    /**
     * {@code get_unused_fd_flags}: a free descriptor, to be installed or given back.
     *
     * @return OK, or EMFILE if RLIMIT_NOFILE is reached
     */
    public Errno getUnusedFd() {
        return cpu.mm().memory().fails(Allocation.DESCRIPTOR) ? Errno.EMFILE : Errno.OK;
    }

    /**
     * {@code alloc_empty_file}: the struct file of an open.
     *
     * @return OK or ENOMEM
     */
    public Errno allocEmptyFile() {
        return cpu.mm().memory().fails(Allocation.FILE) ? Errno.ENOMEM : Errno.OK;
    }

    /**
     * What open(2) takes before the driver's open is called, so that a driver that refuses has none of it to undo.
     *
     * @return OK, EMFILE or ENOMEM
     */
    public Errno prepareOpen() {
        Errno fd = getUnusedFd();
        return fd.ok() ? allocEmptyFile() : fd;
    }

    void waitFor(@Nullable Task child) {
        vforkChild = child;
    }

    void setMm(MmStruct newMm) {
        mm = newMm;
    }

    void die() {
        alive = false;
        files = new FdTable();
    }
}
