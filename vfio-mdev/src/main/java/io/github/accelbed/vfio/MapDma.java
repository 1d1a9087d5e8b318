package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_IOMMU_MAP_DMA}, {@code vfio_dma_do_map} (drivers/vfio/vfio_iommu_type1.c); a queue's map has IOVA = VA. It pins pages of the caller,
 * whoever made the container, and charges the caller. All or nothing; {@code iommu->lock} is held over the whole call.
 *
 * <p>The checks in execution order: those of {@link MapRequest#check}, overlap EEXIST, no mapping left ENOSPC, reserved region EINVAL, no memory for the
 * {@code vfio_dma} ENOMEM, then per batch EFAULT or ENOMEM. Left out: EOPNOTSUPP for memory of a file system with DAX, and ENODEV for a caller
 * without an mm, which is a kernel thread.
 */
public final class MapDma extends Type1Call<MapDma> {
    /** Pages of the 64-bit address space. */
    static final long ADDRESS_PAGES = 1L << 52;

    private static final Program<MapDma> STEPS = Program.<MapDma>of("VFIO_IOMMU_MAP_DMA")
            .cpu("vfio_iommu_type1_map_dma", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .cpu("vfio_dma_do_map", Cost.INCLUDED, (o, a) -> o.link())
            .undo("vfio_remove_dma", Cost.INCLUDED, (o, a) -> o.remove(a))
            .cpu("vfio_pin_map_dma", Cost.INCLUDED, (o, a) -> o.grow(a))
            .returned((o, a) -> a.returned().ok() ? o.grow(a) : o.fail(a.returned()))
            .cpu("mutex_unlock iommu->lock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final VfioDriver driver;
    private final MapRequest request;
    private final long start;
    private final long pages;
    private final PinMapDma round;
    private final RemoveDma remove;
    private @Nullable DmaMapping mapping;

    /**
     * A mapping.
     *
     * @param driver VFIO
     * @param task who calls
     * @param container the container, or null if the queue has none
     * @param start first page
     * @param pages how many
     * @param write whether the device may write
     */
    public MapDma(VfioDriver driver, Task task, @Nullable Container container, long start, long pages, boolean write) {
        this(driver, task, container, MapRequest.same(start, pages, write));
    }

    /**
     * A mapping as the program asks for it.
     *
     * @param driver VFIO
     * @param task who calls
     * @param container the container, or null if the queue has none
     * @param request what is asked for
     */
    public MapDma(VfioDriver driver, Task task, @Nullable Container container, MapRequest request) {
        super(STEPS, task, container);
        this.driver = driver;
        this.request = request;
        start = request.page();
        pages = request.pages();
        round = new PinMapDma(driver, task.cpu());
        remove = new RemoveDma(driver);
    }

    private int link() {
        Errno why = request.setsVaddr() ? setVaddr() : check(driver, container(), iommu(), start, pages);
        if (!why.ok()) {
            return fail(why);
        }
        if (!request.setsVaddr()) {
            mapping = new DmaMapping(driver, start, request.vaddrPage(), request.write(), task());
            iommu().link(mapping);
            if (iommu().attachment().emulated()) {
                mapping.grow(pages);
            }
        }
        return Flow.NEXT;
    }

    /** {@code VFIO_DMA_MAP_FLAG_VADDR}: the mapping goes on with an address of the caller's, who is charged from now on. */
    private Errno setVaddr() {
        DmaMapping known = iommu().find(start, start + pages);
        if (known == null) {
            return Errno.ENOENT;
        }
        if (known.vaddrValid() || known.start() != start || known.pages() != pages) {
            return Errno.EINVAL;
        }
        return driver.lockedVm().move(known, task(), request.vaddrPage()) ? Errno.OK : Errno.ENOMEM;
    }

    /** The checks under the lock, before anything is pinned; the last is for the {@code vfio_dma} itself. */
    static Errno check(VfioDriver driver, Container container, Type1Iommu iommu, long start, long pages) {
        VfioRules rules = driver.rules();
        if (container.iommu() != iommu) {
            return Errno.EINVAL;
        }
        if (iommu.find(start, start + pages) != null) {
            return Errno.EEXIST;
        }
        if (rules.limitsMappings()
                && iommu.mappings().size() >= driver.kernel().config().maxMaps()) {
            return Errno.ENOSPC;
        }
        if (rules.checksReservedRegions() && !allows(container, start, start + pages)) {
            return Errno.EINVAL;
        }
        return driver.kernel().fails(Allocation.SLAB) ? Errno.ENOMEM : Errno.OK;
    }

    /** {@code vfio_iommu_iova_dma_valid}: a real IOMMU maps what is within its width and no group reserves. */
    private static boolean allows(Container container, long from, long to) {
        List<VfioGroup> backed =
                container.groups().stream().filter(VfioGroup::iommuBacked).toList();
        boolean within = backed.isEmpty() || to <= PageTable.PAGES;
        return within
                && backed.stream().flatMap(group -> group.reserved().stream()).noneMatch(it -> it.overlaps(from, to));
    }

    /** Pins and maps the next pages, if there are any. */
    private int grow(Actor actor) {
        if (mapping == null || mapping.to() == start + pages) {
            return Flow.PASS;
        }
        actor.call(round.of(iommu(), mapping, start + pages));
        return Flow.NEXT;
    }

    private int remove(Actor actor) {
        if (mapping == null) {
            return Flow.PASS;
        }
        actor.call(remove.of(iommu(), mapping));
        return Flow.NEXT;
    }

    @Override
    Errno checkArguments() {
        return request.check(driver.rules());
    }
}
