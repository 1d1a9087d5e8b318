package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import java.util.Objects;
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
            .undo("put_pfn", Cost.UNPIN_PER_PAGE, (o, a) -> o.unpin(a))
            .cpu("vfio_lock_acct", Cost.INCLUDED, (o, a) -> o.account(a))
            .waitsKillable()
            .undo("vfio_lock_acct", Cost.INCLUDED, (o, a) -> o.uncharge())
            .cpu("iommu_map", Cost.IOMMU_MAP_PER_PAGE, (o, a) -> o.map(a))
            .build();

    private final VfioDriver driver;
    private final Cpu cpu;
    private @Nullable Type1Iommu iommu;
    private @Nullable DmaMapping mapping;
    private @Nullable PageReferences chunk;
    private @Nullable GetUserPages getUserPages;
    private long end;
    private int before;
    private long charged;

    /** Rounds, one after the other. */
    PinMapDma(VfioDriver driver, Cpu cpu) {
        super(STEPS);
        this.driver = driver;
        this.cpu = cpu;
    }

    /**
     * Prepares to pin and map from where a mapping ends now.
     *
     * @param growing the growing mapping
     * @param to one past the last page of the whole mapping
     */
    PinMapDma of(Type1Iommu type1, DmaMapping growing, long to) {
        iommu = type1;
        mapping = growing;
        end = to;
        charged = 0;
        return this;
    }

    private DmaMapping mapping() {
        return Objects.requireNonNull(mapping, "not prepared");
    }

    private IommuDomain domain() {
        return Objects.requireNonNull(iommu, "not prepared").domain();
    }

    private PageReferences chunk() {
        return Objects.requireNonNull(chunk, "nothing was pinned");
    }

    /** Pages of this round that are pinned. */
    private int pinned() {
        return chunk().size() - before;
    }

    private int pin(Actor actor) {
        DmaMapping growing = mapping();
        PageReferences into = growing.growing();
        before = into.size();
        int room = Math.min(driver.rules().pinBatchPages(), DmaMapping.CHUNK_PAGES - before);
        int pages = (int) Math.min(room, end - growing.to());
        int flags =
                GetUserPages.FOLL_PIN | GetUserPages.FOLL_LONGTERM | (growing.write() ? GetUserPages.FOLL_WRITE : 0);
        chunk = into;
        getUserPages = new GetUserPages(cpu, growing.mm(), growing.vaddr(growing.to()), pages, flags, into);
        actor.call(getUserPages);
        return Flow.NEXT;
    }

    private int unpin(Actor actor) {
        if (pinned() == 0) {
            return Flow.PASS;
        }
        actor.charge(pinned());
        chunk().truncate(before);
        return Flow.NEXT;
    }

    private int account(Actor actor) {
        DmaMapping growing = mapping();
        if (getUserPages == null) {
            throw new IllegalStateException("nothing was pinned");
        }
        long pages = 0;
        for (int i = before; i < chunk().size(); i++) {
            boolean free = chunk().frame(i) == PhysicalMemory.ZERO_PAGE
                    || growing.external().holds(growing.to() + i - before);
            pages += free ? 0 : 1;
        }
        // The kernel tests page by page, so the limit wins over a bad address behind it.
        if (driver.lockedVm().exceeded(growing.task(), pages)) {
            return fail(Errno.ENOMEM);
        }
        if (!getUserPages.result().ok()) {
            return fail(getUserPages.result());
        }
        if (pages == 0) {
            return Flow.PASS;
        }
        SimLock mmapLock = growing.mm().mmapLock();
        int flow = downWriteKillable(actor, mmapLock);
        if (flow == Flow.NEXT) {
            driver.lockedVm().charge(growing, pages);
            charged = pages;
            mmapLock.unlock(actor);
        }
        return flow;
    }

    private int uncharge() {
        if (charged == 0) {
            return Flow.PASS;
        }
        driver.lockedVm().uncharge(mapping(), charged);
        return Flow.NEXT;
    }

    /**
     * {@code iommu_map} takes back what it mapped of the batch if it cannot map all. EEXIST is the answer of io-pgtable-arm: only a shared
     * domain has entries that the container does not know.
     */
    private int map(Actor actor) {
        DmaMapping growing = mapping();
        long from = growing.to();
        int pages = pinned();
        actor.charge(0);
        if (domain().table().nextMapped(from, from + pages) >= 0) {
            return fail(Errno.EEXIST);
        }
        if (!driver.kernel().iommu().takes(from + pages)) {
            return fail(driver.kernel().iommu().tooWide());
        }
        long rights = Pte.PRESENT | (growing.write() ? Pte.WRITE : 0);
        for (int i = 0; i < pages; i++) {
            long pte = Pte.of(chunk().frame(before + i), rights);
            if (!driver.kernel().iommu().map(domain(), from + i, pte)) {
                for (int mapped = 0; mapped < i; mapped++) {
                    domain().table().set(from + mapped, 0);
                }
                return fail(Errno.ENOMEM);
            }
        }
        growing.grow(pages);
        actor.charge(pages);
        return Flow.DONE;
    }
}
