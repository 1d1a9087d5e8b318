package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.GetUserPages;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code vfio_pin_pages}, {@code vfio_iommu_type1_pin_pages}: an mdev's driver pins pages of its client by IOVA when a job needs them. Here,
 * and not at MAP_DMA, all errors of a mapping surface: E2BIG beyond {@value #MAX_ENTRIES} pages a call (the number is UNVERIFIED), EACCES
 * in a v1 container, EINVAL without a mapping or for a driver that would not hear of an unmap, EPERM beyond its right, ENODEV if the mapper's mm is gone, EFAULT, and ENOMEM by the
 * mapper's limit. Up to 6.2 it waits, without the lock, while the mapping's address is invalid; later that answers EBUSY, and no call leads there. The page is pinned with the right of the mapping, whatever the driver asked for.
 */
public final class VfioPinPages extends AccessOperation<VfioPinPages> {
    /** {@code VFIO_PIN_PAGES_MAX_ENTRIES}. */
    static final int MAX_ENTRIES = 512;

    private static final Program<VfioPinPages> STEPS = Program.<VfioPinPages>of("vfio_pin_pages")
            .kernel("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .undo("vfio_unpin_page_external", Cost.INCLUDED, (o, a) -> o.unwind())
            .kernel("vfio_pin_page_external, vfio_lock_acct", Cost.INCLUDED, (o, a) -> o.pin(a))
            .returned((o, a) -> o.pinned(a))
            .kernel("mutex_unlock iommu->lock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final VfioDriver driver;
    private final Cpu cpu;
    private final Type1Iommu iommu;
    private final Mdev mdev;
    private final long start;
    private final long pages;
    private final boolean write;
    private final List<Long> added = new ArrayList<>();
    private long next;
    private @Nullable PageReferences page;

    /**
     * A pin.
     *
     * @param driver VFIO
     * @param cpu where the driver runs
     * @param iommu the client's container
     * @param mdev whose driver
     * @param start first page, as IOVA
     * @param pages how many
     * @param write whether the driver wants to write
     */
    public VfioPinPages(
            VfioDriver driver, Cpu cpu, Type1Iommu iommu, Mdev mdev, long start, long pages, boolean write) {
        super(STEPS);
        this.driver = driver;
        this.cpu = cpu;
        this.iommu = iommu;
        this.mdev = mdev;
        this.start = start;
        this.pages = pages;
        this.write = write;
        next = start;
    }

    /** 1 if a page counts against the limit: the zero page does not. */
    static int charged(PageReferences page) {
        return page.size() == 1 && page.frame(0) != PhysicalMemory.ZERO_PAGE ? 1 : 0;
    }

    /** What a driver's pin costs: nothing once a real IOMMU is in the container, for then the mapping itself is charged. */
    private static int charge(Type1Iommu iommu, PageReferences page) {
        return iommu.attachment().emulated() ? charged(page) : 0;
    }

    private int lock(Actor actor) {
        if (pages > MAX_ENTRIES) {
            return fail(Errno.E2BIG);
        }
        DmaMapping wanted = iommu.find(next, next + 1);
        if (awaitsVaddr(wanted) || !iommu.lock().lock(actor)) {
            // vfio_find_dma_valid waits for the address.
            return Flow.BLOCKED;
        }
        return iommu.v2() ? Flow.NEXT : fail(Errno.EACCES);
    }

    /** Pins the next page that nobody has pinned; those on the way only get one holder more. */
    private int pin(Actor actor) {
        for (; next < start + pages; next++) {
            DmaMapping mapping = iommu.find(next, next + 1);
            if (awaitsVaddr(mapping)) {
                iommu.lock().unlock(actor);
                return Flow.RESTART;
            }
            MmStruct mm = mapping == null ? null : mm(mapping);
            if (mapping == null || mm == null || !mapping.vaddrValid() || (write && !mapping.write())) {
                return fail(whyNot(mapping));
            }
            if (mapping.external().frame(next, mdev) >= 0) {
                continue;
            }
            if (!mapping.external().share(next, mdev)) {
                int flags = GetUserPages.FOLL_PIN
                        | GetUserPages.FOLL_LONGTERM
                        | (mapping.write() ? GetUserPages.FOLL_WRITE : 0);
                page = driver.newPins(mapping.task(), mapping.write());
                actor.call(new GetUserPages(cpu, mm, mapping.vaddr(next), 1, flags, page));
                return Flow.NEXT;
            }
            added.add(next);
        }
        return Flow.NEXT;
    }

    private boolean awaitsVaddr(@Nullable DmaMapping mapping) {
        return mapping != null && !mapping.vaddrValid() && !driver.rules().excludesMdevsFromVaddr();
    }

    private Errno whyNot(@Nullable DmaMapping mapping) {
        if (mapping == null) {
            return Errno.EINVAL;
        }
        if (!mapping.vaddrValid()) {
            return Errno.EBUSY;
        }
        return write && !mapping.write() ? Errno.EPERM : Errno.ENODEV;
    }

    /** {@code get_task_mm(dma->task)}, which may be a new one after exec; from 6.3 {@code dma->mm}. Null if it is gone. */
    private @Nullable MmStruct mm(DmaMapping mapping) {
        Task task = mapping.task();
        boolean remembered = driver.rules().unchargesChargedMm();
        MmStruct mm = remembered ? mapping.mm() : task.mm();
        return mm.alive() && (remembered || task.alive()) ? mm : null;
    }

    private int pinned(Actor actor) {
        DmaMapping mapping = iommu.find(next, next + 1);
        PageReferences taken = page;
        if (mapping == null || taken == null) {
            throw new ModelException("a mapping went although the lock is held");
        }
        page = null;
        int charge = charge(iommu, taken);
        Errno why = driver.lockedVm().exceeded(mapping.task(), charge) ? Errno.ENOMEM : actor.returned();
        if (why.ok() && driver.kernel().fails(Allocation.SLAB)) {
            // vfio_add_to_pfn_list
            why = Errno.ENOMEM;
        }
        if (!why.ok()) {
            taken.release();
            return fail(why);
        }
        driver.lockedVm().charge(mapping, charge);
        mapping.external().add(next, mdev, taken);
        added.add(next++);
        return pin(actor);
    }

    private int unlock(Actor actor) {
        iommu.lock().unlock(actor);
        return Flow.DONE;
    }

    private int unwind() {
        if (added.isEmpty()) {
            return Flow.PASS;
        }
        for (long vpn : added) {
            unpin(driver, iommu, mdev, vpn);
        }
        added.clear();
        return Flow.NEXT;
    }

    /** {@code vfio_unpin_pages} of one page. */
    static void unpin(VfioDriver driver, Type1Iommu iommu, Mdev mdev, long vpn) {
        DmaMapping mapping = iommu.find(vpn, vpn + 1);
        PageReferences page = mapping == null ? null : mapping.external().release(vpn, mdev);
        if (mapping != null && page != null) {
            int charge = charge(iommu, page);
            page.release();
            driver.lockedVm().uncharge(mapping, charge);
        }
    }

    /** A driver's unpin of all it has, when its device is closed; how many pages that were. */
    static int unpinAll(VfioDriver driver, Type1Iommu iommu, Mdev mdev) {
        int pages = 0;
        for (DmaMapping mapping : iommu.mappings()) {
            PinnedPfns.Released released = mapping.external().releaseAll(mdev);
            driver.lockedVm().uncharge(mapping, iommu.attachment().emulated() ? released.charged() : 0);
            pages += released.pages();
        }
        return pages;
    }
}
