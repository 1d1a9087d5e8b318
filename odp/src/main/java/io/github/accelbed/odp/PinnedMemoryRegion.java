package io.github.accelbed.odp;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.List;

/**
 * {@code struct ib_umem} with its memory region (drivers/infiniband/core/umem.c): the frames that registration found, held by pins until
 * deregistration, whatever becomes of the addresses. It is charged to {@code pinned_vm} of the mm that registered it ({@code owning_mm}).
 *
 * <p>Left out: DMA addresses (the IOMMU passes through), joining of contiguous pages, CAP_IPC_LOCK, dirtying the pages at release (a
 * pinned page is not reclaimed here, and nothing else asks).
 */
final class PinnedMemoryRegion implements MemoryRegion {
    private final UverbsContext context;
    private final int lkey;
    private final QueuePair owner;
    private MmStruct mm;
    private final long start;
    private final long pages;
    private boolean writable;
    private PageReferences pins;
    private boolean charged;
    private boolean writableUmem;
    private boolean lost;

    /** A region without a page yet. */
    PinnedMemoryRegion(QueuePair owner, Task task, long start, long pages, boolean writable) {
        context = owner.context();
        lkey = context.access().newKey();
        this.owner = owner;
        mm = task.mm();
        this.start = start;
        this.pages = pages;
        this.writable = writable;
        writableUmem = writable;
        pins = new PageReferences(task.cpu().mm(), task.name(), true, writable);
    }

    @Override
    public MmStruct mm() {
        return mm;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return start + pages;
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public int lkey() {
        return lkey;
    }

    @Override
    public UverbsContext context() {
        return context;
    }

    @Override
    public boolean goesWith(QueuePair closed) {
        return owner == closed;
    }

    @Override
    public long entry(long vpn) {
        int index = (int) (vpn - start);
        return index < pins.size() ? Pte.of(pins.frame(index), Pte.PRESENT | (writable ? Pte.WRITE : 0)) : 0;
    }

    @Override
    public long present() {
        return pins.size();
    }

    @Override
    public long nextPresent(long from, long to) {
        return from < Math.min(to, start + pins.size()) ? from : -1;
    }

    @Override
    public boolean pageable() {
        return false;
    }

    @Override
    public boolean allows(Vma vma) {
        return false;
    }

    @Override
    public List<OdpMemoryRegion> umems() {
        return List.of();
    }

    @Override
    public Operation<?> destroy(Cpu cpu) {
        return new DestroyPinnedRegion(this);
    }

    @Override
    public boolean writableUmem() {
        return writableUmem;
    }

    @Override
    public void setWritable(boolean right) {
        writable = right;
    }

    /** {@code ib_umem_release} and a new {@code ib_umem_get}, of whoever calls, up to 5.10. */
    void replaceUmem(Task task, boolean right) {
        pins.release();
        uncharge();
        mm = task.mm();
        pins = new PageReferences(task.cpu().mm(), task.name(), true, right);
        writableUmem = right;
    }

    /** The new pages could not be had, and the old ones are gone: a key without memory. */
    void lose() {
        lost = true;
    }

    boolean lost() {
        return lost;
    }

    /** What holds the pages. */
    PageReferences pins() {
        return pins;
    }

    /** Pages charged to {@link #mm} for it now; the whole range from before the first pin on. */
    long chargedPages() {
        return charged ? pages : 0;
    }

    /** Charges {@code pinned_vm} first and looks then, as {@code ib_umem_get} does; false, and nothing charged, beyond the limit. */
    boolean charge(long limitPages) {
        mm.chargePinned(pages);
        charged = true;
        mm.grab();
        if (mm.pinnedPages() > limitPages) {
            uncharge();
            return false;
        }
        return true;
    }

    /** Takes the charge back, from a dead mm too. */
    void uncharge() {
        if (charged) {
            charged = false;
            mm.chargePinned(-pages);
            mm.drop();
        }
    }
}
