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
 * VFIO's calls on a container, made on an iommufd ({@code iommufd_vfio_ioctl}, drivers/iommu/iommufd/vfio_compat.c). All of them answer ENODEV
 * ({@code get_compat_ioas}) until {@link CompatSetContainer} made the address space. There is no limit of mappings: the kernel reports {@value
 * #DMA_AVAILABLE}.
 *
 * <p>Left out: argument sizes and flags, checked as {@link IoasMap} and type1 do; a mapping that is cut keeps the pins of both halves until both are
 * gone.
 */
final class CompatCall extends AccessOperation<CompatCall> {
    /** {@code U32_MAX}: what GET_INFO says is left. */
    static final long DMA_AVAILABLE = 0xFFFF_FFFFL;

    private static final Program<CompatCall> STEPS = Program.<CompatCall>of("iommufd_vfio_ioctl")
            .cpu("get_compat_ioas", Cost.INCLUDED, (o, a) -> o.enter(a))
            .waits()
            .returned((o, a) -> o.leave(a.returned()))
            .build();

    /** What is asked for. */
    enum Kind {
        /** {@code VFIO_SET_IOMMU} of TYPE1, whose unmap cuts mappings. */
        SET_TYPE1,
        /** {@code VFIO_SET_IOMMU} of TYPE1v2. */
        SET_TYPE1V2,
        /** {@code VFIO_SET_IOMMU} of a type that nobody offers. */
        SET_UNKNOWN,
        /** {@code VFIO_IOMMU_GET_INFO}. */
        GET_INFO,
        /** {@code VFIO_IOMMU_MAP_DMA}. */
        MAP,
        /** {@code VFIO_IOMMU_UNMAP_DMA}. */
        UNMAP
    }

    private final IommufdDriver driver;
    private final Task task;
    private final IommufdContext context;
    private final Kind kind;
    private final long start;
    private final long pages;
    private @Nullable IoasUnmap unmap;

    /**
     * A call.
     *
     * @param driver iommufd
     * @param task who calls
     * @param context on which file
     * @param kind which call
     * @param start first page of MAP and UNMAP, as IOVA and as address of the memory
     * @param pages how many; all with {@link Long#MAX_VALUE} from 0
     */
    CompatCall(IommufdDriver driver, Task task, IommufdContext context, Kind kind, long start, long pages) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.context = context;
        this.kind = kind;
        this.start = start;
        this.pages = pages;
    }

    /** The size that UNMAP returns, in pages. */
    long unmappedPages() {
        return unmap == null ? 0 : unmap.unmappedPages();
    }

    private int enter(Actor actor) {
        Ioas ioas = context.compat();
        if (kind == Kind.SET_UNKNOWN || ioas == null || !task.files().holds(context.file())) {
            task.countSyscalls(1);
            return fail(kind == Kind.SET_UNKNOWN ? Errno.EINVAL : ioas == null ? Errno.ENODEV : Errno.EBADF);
        }
        switch (kind) {
            case MAP -> actor.call(new IoasMap(driver, task, context, ioas.id(), start, start, pages, true));
            case UNMAP -> {
                if (context.cutsMappings() && pages != Long.MAX_VALUE) {
                    if (!ioas.lock().lock(actor)) {
                        return Flow.BLOCKED;
                    }
                    ioas.cut(start);
                    ioas.cut(start + pages);
                    ioas.lock().unlock(actor);
                }
                unmap = new IoasUnmap(driver, task, context, ioas.id(), start, pages);
                actor.call(unmap);
            }
            default -> {
                task.countSyscalls(1);
                context.setCutsMappings(kind == Kind.SET_TYPE1 || (kind == Kind.GET_INFO && context.cutsMappings()));
            }
        }
        return Flow.NEXT;
    }

    /** Native iommufd answers ENOENT where nothing is, type1 and so this OK with size 0. */
    private int leave(Errno answer) {
        boolean nothingThere = unmap != null && answer == Errno.ENOENT && !unmap.cut();
        return answer.ok() || nothingThere ? Flow.DONE : fail(answer);
    }
}
