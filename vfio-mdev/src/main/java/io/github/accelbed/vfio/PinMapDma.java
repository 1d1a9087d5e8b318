package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * One round of {@code vfio_pin_map_dma} (drivers/vfio/vfio_iommu_type1.c): {@code vfio_pin_pages_remote} pins a batch, the batch is
 * charged, and {@code iommu_map} puts it into the IOMMU's table.
 *
 * <p>The zero page is not charged, nor is a page that an mdev's driver has pinned and paid for. Left out: pages without a struct page, CAP_IPC_LOCK, growing a batch over contiguous frames.
 */
final class PinMapDma extends Operation<PinMapDma> {
    private static final Program<PinMapDma> STEPS = Program.<PinMapDma>of("vfio_pin_map_dma")
            .cpu("vfio_pin_pages_remote", Cost.INCLUDED, (o, a) -> o.pin(a))
            .cpu("vfio_lock_acct", Cost.INCLUDED, (o, a) -> o.account(a))
            .cpu("iommu_map", Cost.IOMMU_MAP_PER_PAGE, (o, a) -> o.map(a))
            .build();

    private final VfioDriver driver;
    private final Type1Iommu iommu;
    private final DmaMapping mapping;
    private final long end;
    private @Nullable PageReferences chunk;
    private @Nullable GetUserPages getUserPages;
    private int before;
    private long charged;

    /**
     * Pins and maps from where a mapping ends now.
     *
     * @param driver VFIO
     * @param iommu where the mapping is
     * @param mapping the growing mapping
     * @param end one past the last page of the whole mapping
     */
    PinMapDma(VfioDriver driver, Type1Iommu iommu, DmaMapping mapping, long end) {
        super(STEPS);
        this.driver = driver;
        this.iommu = iommu;
        this.mapping = mapping;
        this.end = end;
    }

    private int pin(Actor actor) {
        Task task = mapping.task();
        PageReferences into = mapping.growing();
        before = into.size();
        int room = Math.min(driver.rules().pinBatchPages(), DmaMapping.CHUNK_PAGES - before);
        int pages = (int) Math.min(room, end - mapping.to());
        int flags =
                GetUserPages.FOLL_PIN | GetUserPages.FOLL_LONGTERM | (mapping.write() ? GetUserPages.FOLL_WRITE : 0);
        GetUserPages call = new GetUserPages(task.cpu(), mapping.mm(), mapping.vaddr(mapping.to()), pages, flags, into);
        chunk = into;
        getUserPages = call;
        actor.call(call);
        return Flow.NEXT;
    }

    private int account(Actor actor) {
        if (chunk == null || getUserPages == null) {
            throw new IllegalStateException("nothing was pinned");
        }
        MmStruct mm = mapping.mm();
        if (!mm.mmapLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        mm.mmapLock().unlock(actor);
        long pages = 0;
        for (int i = before; i < chunk.size(); i++) {
            boolean free = chunk.frame(i) == PhysicalMemory.ZERO_PAGE
                    || mapping.external().holds(mapping.to() + i - before);
            pages += free ? 0 : 1;
        }
        // The kernel tests page by page, so the limit wins over a bad address behind it.
        answer(driver.lockedVm().exceeded(mapping.task(), pages) ? Errno.ENOMEM : getUserPages.result());
        if (result().ok() && occupied(mapping.to(), chunk.size() - before)) {
            answer(Errno.EEXIST);
        }
        if (!result().ok()) {
            chunk.truncate(before);
            return Flow.DONE;
        }
        driver.lockedVm().charge(mapping, pages);
        charged = pages;
        return Flow.NEXT;
    }

    /** What iommu_map of io-pgtable-arm answers EEXIST to: only a shared domain has entries that the container does not know. */
    private boolean occupied(long from, int pages) {
        return iommu.domain().table().nextMapped(from, from + pages) >= 0;
    }

    private int map(Actor actor) {
        if (chunk == null) {
            throw new IllegalStateException("nothing was pinned");
        }
        long rights = Pte.PRESENT | (mapping.write() ? Pte.WRITE : 0);
        int pages = chunk.size() - before;
        for (int i = 0; i < pages; i++) {
            if (!driver.kernel()
                    .iommu()
                    .map(iommu.domain(), mapping.to() + i, Pte.of(chunk.frame(before + i), rights))) {
                undo(chunk, i);
                actor.charge(0);
                return Flow.DONE;
            }
        }
        mapping.grow(pages);
        actor.charge(pages);
        return Flow.DONE;
    }

    /** {@code iommu_map} takes back what it mapped of the batch, then its pages are unpinned and their charge goes. */
    private void undo(PageReferences pinned, int mapped) {
        for (int i = 0; i < mapped; i++) {
            iommu.domain().table().set(mapping.to() + i, 0);
        }
        pinned.truncate(before);
        driver.lockedVm().uncharge(mapping, charged);
        answer(Errno.ENOMEM);
    }

    @Override
    protected void abandoned() {
        long mapped = mapping.to() - mapping.start();
        if (chunk != null) {
            chunk.truncate((int) (mapped % DmaMapping.CHUNK_PAGES));
        }
    }
}
