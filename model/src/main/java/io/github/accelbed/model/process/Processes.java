package io.github.accelbed.model.process;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All processes of the simulated kernel, ended ones included. */
public final class Processes {
    private final MemoryManager mm;
    private final long memlockPages;
    private final List<Task> tasks = new ArrayList<>();

    /**
     * No processes yet.
     *
     * @param mm the memory they will live in
     * @param memlockPages RLIMIT_MEMLOCK of each, in pages
     */
    public Processes(MemoryManager mm, long memlockPages) {
        this.mm = mm;
        this.memlockPages = memlockPages;
    }

    /**
     * A new process with empty memory and no descriptors.
     *
     * @param name its name
     * @return it
     */
    public Task create(String name) {
        return add(name, mm.newMm(name), new FdTable());
    }

    /**
     * All processes.
     *
     * @return in order of creation
     */
    public List<Task> all() {
        return Collections.unmodifiableList(tasks);
    }

    /**
     * The memory they live in.
     *
     * @return the memory manager
     */
    public MemoryManager mm() {
        return mm;
    }

    Task add(String name, MmStruct space, FdTable files) {
        Actor actor = new Actor(mm.machine(), name);
        Task task = new Task(name, new Cpu(mm, actor), space, files, memlockPages);
        tasks.add(task);
        return task;
    }
}
