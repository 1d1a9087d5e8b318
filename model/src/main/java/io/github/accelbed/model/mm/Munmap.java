package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * {@code munmap} ({@code do_vmi_munmap}, mm/vma.c). A hole is no error. The release of a file whose last reference goes with an area
 * runs on the way back to user space ({@code task_work_run}), when mmap_lock is free again. A border within a huge page of hugetlb memory answers
 * EINVAL. Left out: the map count limit, sealing.
 */
public final class Munmap extends MmSyscall<Munmap> {
    private static final Program<Munmap> STEPS = Program.<Munmap>of("munmap")
            .cpu("mmap_write_lock", Cost.SYSCALL, (o, a) -> o.lock(a))
            .waitsKillable()
            .cpu("split_vma", Cost.INCLUDED, (o, a) -> o.split())
            .cpu("unmap_region", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .cpu("remove_vma", Cost.INCLUDED, (o, a) -> o.nextArea())
            .cpu("mmap_write_unlock", Cost.INCLUDED, (o, a) -> o.finish(a))
            .cpu("task_work_run, ____fput", Cost.INCLUDED, (o, a) -> o.nextRelease(a))
            .build();

    private final Queue<Operation<?>> releases = new ArrayDeque<>();
    private final UnmapRange unmapRange;
    private List<Vma> areas = List.of();
    private int index;

    /**
     * An unmapping.
     *
     * @param cpu where it runs
     * @param mm whose memory
     * @param start first page
     * @param pages how many, at least 1
     */
    public Munmap(Cpu cpu, MmStruct mm, long start, long pages) {
        super(STEPS, cpu, mm, start, pages);
        unmapRange = new UnmapRange(cpu, mm, NotifierEvent.UNMAP);
    }

    private int split() {
        if (mm.cutsHugetlb(start, end)) {
            return fail(Errno.EINVAL);
        }
        mm.splitAt(start);
        mm.splitAt(end);
        areas = mm.within(start, end);
        return Flow.NEXT;
    }

    private int unmap(Actor actor) {
        if (areas.isEmpty()) {
            return Flow.PASS;
        }
        actor.call(unmapRange.over(start, end));
        return Flow.NEXT;
    }

    private int nextArea() {
        if (index == areas.size()) {
            return Flow.PASS;
        }
        Operation<?> release = removeArea(cpu, mm, areas.get(index++));
        if (release != null) {
            releases.add(release);
        }
        if (index < areas.size()) {
            return Flow.AGAIN;
        }
        mm.freeTables(start, end);
        return Flow.NEXT;
    }

    private int finish(Actor actor) {
        unlock(actor);
        return releases.isEmpty() ? Flow.DONE : Flow.NEXT;
    }

    private int nextRelease(Actor actor) {
        actor.call(releases.remove());
        return releases.isEmpty() ? Flow.DONE : Flow.AGAIN;
    }

    /** {@code remove_vma}: closes the area and drops its file. The answer is the file's release, if it was the last reference. */
    static @Nullable Operation<?> removeArea(Cpu cpu, MmStruct mm, Vma vma) {
        mm.remove(vma);
        HugetlbReservation claim = vma.reservation();
        if (claim != null) {
            // hugetlb_vm_op_close
            cpu.mm().memory().unreserveHugetlb(claim.drop(vma.pgoff(), vma.index(vma.end())));
        }
        FileMapping mapping = vma.mapping();
        if (mapping != null) {
            mapping.unuse(cpu.mm().memory());
        }
        VmaFile file = vma.file();
        if (file == null) {
            return null;
        }
        file.close(vma);
        return file.put(cpu);
    }
}
