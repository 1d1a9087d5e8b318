package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.NothingToDo;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;

/** A queue whose device sees one process's whole address space for as long as the queue runs and the process lives. */
public abstract class MmQueue extends AccessQueue {
    private final MmTranslator translator;
    private final int perInvalidation;

    @Tally("invalidations")
    private final long invalidationsBefore;

    /**
     * A queue.
     *
     * @param name its name
     * @param hardware the hardware queue
     * @param file the file behind its descriptor
     * @param cpu the actor of the device and of its fault worker
     * @param engine what runs its jobs, with the translator
     * @param translator how its addresses become frames
     * @param perInvalidation commands for each event that reaches its translations
     */
    protected MmQueue(
            String name,
            HwQueue hardware,
            OpenFile file,
            Cpu cpu,
            DeviceAccess engine,
            MmTranslator translator,
            int perInvalidation) {
        super(name, hardware, file, cpu, engine);
        this.translator = translator;
        this.perInvalidation = perInvalidation;
        invalidationsBefore = translator.invalidations();
    }

    private boolean canAccess() {
        return hardware().started() && translator.works();
    }

    @Override
    public final long invalidations() {
        return perInvalidation * (translator.invalidations() - invalidationsBefore);
    }

    @Override
    public final long reachable() {
        return canAccess() ? translator.reachable() : 0;
    }

    @Override
    public final long mappable() {
        return canAccess() ? translator.mappable() : 0;
    }

    /** There is no call to make memory known, or to take it back. */
    @Override
    public final AccessOperation<?> map(Task task, long start, long pages, boolean write) {
        return new NothingToDo();
    }

    @Override
    public final AccessOperation<?> unmap(Task task, long start, long pages) {
        return new NothingToDo();
    }
}
