package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code IOMMU_IOAS_UNMAP}: ENOENT if nothing is there or if the range cuts a mapping, which type1 tells apart; the mappings before the
 * cut are gone then (UNVERIFIED). Anybody with the descriptor may unmap anybody's.
 */
final class IoasUnmap extends AccessOperation<IoasUnmap> {
    private static final Program<IoasUnmap> STEPS = Program.<IoasUnmap>of("IOMMU_IOAS_UNMAP")
            .cpu("iommufd_ioas_unmap", Cost.SYSCALL, (o, a) -> o.enter(a))
            .cpu("iopt_unmap_iova_range", Cost.INCLUDED, (o, a) -> o.next(a))
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final IommufdContext context;
    private final int id;
    private final long start;
    private final long pages;
    private @Nullable Ioas ioas;
    private @Nullable IoptArea area;
    private @Nullable Actor holder;
    private int domainsDone;
    private long unmapped;

    /**
     * A call.
     *
     * @param driver iommufd
     * @param task who calls
     * @param context where
     * @param id which IOAS
     * @param start first page
     * @param pages how many; from page 0 with {@link Long#MAX_VALUE} all, which never fails
     */
    IoasUnmap(IommufdDriver driver, Task task, IommufdContext context, int id, long start, long pages) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.context = context;
        this.id = id;
        this.start = start;
        this.pages = pages;
    }

    /** Whether it stopped at a mapping that the range cuts, as against finding nothing. */
    boolean cut() {
        return area != null;
    }

    /** Pages that the call took away. */
    long unmappedPages() {
        return unmapped;
    }

    private boolean all() {
        return start == 0 && pages == Long.MAX_VALUE;
    }

    private int enter(Actor actor) {
        if (ioas == null) {
            task.countSyscalls(1);
            ioas = context.find(id) instanceof Ioas found ? found : null;
            if (!task.files().holds(context.file())) {
                answer(Errno.EBADF);
                return Flow.DONE;
            }
            if (ioas == null || pages < 1) {
                answer(ioas == null ? Errno.ENOENT : Errno.EINVAL);
                return Flow.DONE;
            }
            if (!all() && start > IoasMap.ADDRESS_PAGES - pages) {
                answer(Errno.EOVERFLOW);
                return Flow.DONE;
            }
        }
        if (!ioas.lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        holder = actor;
        return Flow.NEXT;
    }

    private int next(Actor actor) {
        if (ioas == null) {
            throw new IllegalStateException("not entered");
        }
        long end = all() ? Long.MAX_VALUE : start + pages;
        if (area == null) {
            area = ioas.find(start, end);
            domainsDone = 0;
            if (area == null || area.start() < start || area.end() > end) {
                answer(area != null || (unmapped == 0 && !all()) ? Errno.ENOENT : Errno.OK);
                ioas.lock().unlock(actor);
                holder = null;
                return Flow.DONE;
            }
        }
        if (domainsDone < ioas.domains().size()) {
            actor.call(new UnmapAndUnpin(driver, area, ioas.domains().get(domainsDone++)));
            return Flow.AGAIN;
        }
        unmapped += area.count();
        ioas.unlink(area);
        area = null;
        return Flow.AGAIN;
    }

    /** What was begun is brought to its end; the kernel cannot be stopped in here. */
    @Override
    protected void abandoned() {
        if (holder != null && ioas != null) {
            if (area != null && ioas.areas().contains(area)) {
                for (Hwpt hwpt :
                        ioas.domains().subList(domainsDone, ioas.domains().size())) {
                    UnmapAndUnpin.now(driver, area, hwpt);
                }
                ioas.unlink(area);
            }
            ioas.lock().unlock(holder);
            holder = null;
        }
    }
}
