package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmap} at a fixed address that must be free (MAP_FIXED_NOREPLACE), so a buffer's name stands for one address in every
 * process. No page is touched.
 */
public final class Mmap extends MmSyscall<Mmap> {
    private static final Program<Mmap> STEPS = Program.<Mmap>of("mmap")
            .cpu("mmap_write_lock", Cost.MMAP_MUNMAP, (o, a) -> o.mm.mmapLock().lock(a) ? Flow.NEXT : Flow.BLOCKED)
            .cpu("mmap_region", Cost.INCLUDED, (o, a) -> o.insert())
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final int flags;
    private final @Nullable FileMapping mapping;
    private final @Nullable VmaFile file;

    /**
     * A mapping.
     *
     * @param cpu where it runs
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     * @param flags flags of {@link Vma}
     * @param mapping the file's page cache or shared object, or null for private anonymous memory
     * @param file the open file, or null
     */
    public Mmap(
            Cpu cpu,
            MmStruct mm,
            long start,
            long pages,
            int flags,
            @Nullable FileMapping mapping,
            @Nullable VmaFile file) {
        super(STEPS, cpu, mm, start, pages);
        this.flags = flags;
        this.mapping = mapping;
        this.file = file;
    }

    private int insert() {
        for (Vma vma : mm.vmas()) {
            if (vma.start() < end && start < vma.end()) {
                fail(Errno.EEXIST);
                return Flow.NEXT;
            }
        }
        // Anonymous areas count their pages by address, file areas from the file's start.
        mm.insert(new Vma(start, end, mapping == null ? start : 0, flags, mapping, file));
        if (mapping != null) {
            mapping.use();
        }
        if (file != null) {
            file.get();
        }
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        mm.mmapLock().unlock(actor);
        return Flow.DONE;
    }
}
