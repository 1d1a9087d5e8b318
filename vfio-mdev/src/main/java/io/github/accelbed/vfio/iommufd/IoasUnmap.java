package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code IOMMU_IOAS_UNMAP}: ENOENT if nothing is there or if the range cuts a mapping, which type1 tells apart; the mappings before the
 * cut are gone then (UNVERIFIED). Anybody with the descriptor may unmap anybody's.
 */
final class IoasUnmap extends AccessOperation<IoasUnmap> {
    private static final Program<IoasUnmap> STEPS = Program.<IoasUnmap>of("IOMMU_IOAS_UNMAP")
            .cpu("iommufd_ioas_unmap", Cost.SYSCALL, (o, a) -> o.enter())
            .mutexLock("down_write domains_rwsem, iova_rwsem", o -> o.ioas().lock())
            .cpu("iopt_unmap_iova_range", Cost.INCLUDED, (o, a) -> o.next(a))
            .returned((o, a) -> o.next(a))
            .build();

    private final Task task;
    private final IommufdContext context;
    private final int id;
    private final long start;
    private final long pages;
    private final UnmapAndUnpin unmap;
    private @Nullable Ioas ioas;
    private @Nullable IoptArea area;
    private int domainsDone;
    private long unmapped;

    /**
     * A call.
     *
     * @param id which IOAS
     * @param start first page
     * @param pages how many; from page 0 with {@link Long#MAX_VALUE} all, which never fails
     */
    IoasUnmap(IommufdDriver driver, Task task, IommufdContext context, int id, long start, long pages) {
        super(STEPS);
        this.task = task;
        this.context = context;
        this.id = id;
        this.start = start;
        this.pages = pages;
        unmap = new UnmapAndUnpin(driver);
    }

    /** Pages that the call took away. */
    long unmappedPages() {
        return unmapped;
    }

    private boolean all() {
        return start == 0 && pages == Long.MAX_VALUE;
    }

    private int enter() {
        task.countSyscalls(1);
        ioas = context.find(id) instanceof Ioas found ? found : null;
        if (!task.files().holds(context.file())) {
            return fail(Errno.EBADF);
        }
        if (ioas == null || pages < 1) {
            return fail(ioas == null ? Errno.ENOENT : Errno.EINVAL);
        }
        return !all() && start > IoasMap.ADDRESS_PAGES - pages ? fail(Errno.EOVERFLOW) : Flow.NEXT;
    }

    private Ioas ioas() {
        return Objects.requireNonNull(ioas, "not entered");
    }

    /** Takes the next area out of the next domain; when it is in none any more, it goes. */
    private int next(Actor actor) {
        List<Hwpt> domains = ioas().domains();
        long end = all() ? Long.MAX_VALUE : start + pages;
        while (area == null || domainsDone == domains.size()) {
            if (area != null) {
                unmapped += area.count();
                ioas().unlink(area);
            }
            area = ioas().find(start, end);
            domainsDone = 0;
            if (area == null && (unmapped > 0 || all())) {
                ioas().lock().unlock(actor);
                return Flow.DONE;
            }
            if (area == null || area.start() < start || area.end() > end) {
                return fail(Errno.ENOENT);
            }
        }
        actor.call(unmap.of(area, domains.get(domainsDone++)));
        return Flow.NEXT;
    }
}
