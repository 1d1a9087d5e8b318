package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code mmap} at a fixed address that must be free (MAP_FIXED_NOREPLACE), so a buffer's name stands for one address in every
 * process. No page is touched. Hugetlb memory has its length rounded up to huge pages, and as many of the pool are set aside for it
 * ({@code hugetlb_reserve_pages}), or the call answers ENOMEM; at an address that is no huge page's it answers EINVAL. A driver's own part ({@code call_mmap}) runs with mmap_lock held for writing.
 */
public final class Mmap extends MmSyscall<Mmap> {
    private static final Program<Mmap> STEPS = Program.<Mmap>of("mmap")
            .cpu("mmap_write_lock", Cost.MMAP_MUNMAP, (o, a) -> o.lock(a))
            .waitsKillable()
            .calls("call_mmap", Cost.INCLUDED, o -> o.callMmap)
            .cpu("mmap_region", Cost.INCLUDED, (o, a) -> o.insert())
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final int flags;
    private final @Nullable FileMapping mapping;
    private final @Nullable VmaFile file;
    private long pgoff;
    private @Nullable Operation<?> callMmap;

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
        super(STEPS, cpu, mm, start, rounded(pages, flags));
        this.flags = flags;
        this.mapping = mapping;
        this.file = file;
        // Anonymous areas count their pages by address, file areas from the file's start.
        pgoff = mapping == null ? start : 0;
    }

    /**
     * Says where in the file the area begins.
     *
     * @param offset {@code vm_pgoff}, pages
     * @return this
     */
    public Mmap at(long offset) {
        pgoff = offset;
        return this;
    }

    /**
     * Adds the driver's part.
     *
     * @param operation {@code file->f_op->mmap}; an error is the call's answer
     * @return this
     */
    public Mmap calling(Operation<?> operation) {
        callMmap = operation;
        return this;
    }

    private static long rounded(long pages, int flags) {
        return (flags & Vma.HUGETLB) == 0
                ? pages
                : (pages + PhysicalMemory.HUGE_PAGES - 1) & -PhysicalMemory.HUGE_PAGES;
    }

    private Errno reserve(Vma area) {
        if (start % PhysicalMemory.HUGE_PAGES != 0) {
            return Errno.EINVAL;
        }
        HugetlbReservation claim = new HugetlbReservation(pgoff, area.index(end));
        if (!cpu.mm().memory().reserveHugetlb(claim.left())) {
            return Errno.ENOMEM;
        }
        if (mapping == null) {
            area.own(claim);
        } else {
            mapping.own(claim);
        }
        return Errno.OK;
    }

    private int insert() {
        for (Vma vma : mm.vmas()) {
            if (vma.start() < end && start < vma.end()) {
                return fail(Errno.EEXIST);
            }
        }
        if (cpu.mm().memory().slabFails()) {
            return fail(Errno.ENOMEM);
        }
        Vma area = new Vma(start, end, pgoff, flags, mapping, file);
        if (area.is(Vma.HUGETLB)) {
            Errno reserved = reserve(area);
            if (!reserved.ok()) {
                return fail(reserved);
            }
        }
        mm.insert(area);
        if (mapping != null) {
            mapping.use();
        }
        if (file != null) {
            file.get();
        }
        return Flow.NEXT;
    }
}
