package io.github.accelbed.odp;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.MmuIntervalNotifier;
import io.github.accelbed.model.mm.NotifierEvent;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.SimLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct ib_umem_odp} with its mlx5 memory region (drivers/infiniband/core/umem_odp.c): a mirror of a range of the process's
 * page table in the adapter. An entry holds no page reference; only the notifier keeps it right.
 *
 * <p>Left out: huge-page regions, DMA addresses (the IOMMU passes through), the split of a large region over several UMR requests.
 */
final class OdpMemoryRegion extends MmuIntervalNotifier implements MemoryRegion {
    private final UverbsContext context;
    private final QueuePair owner;
    private final boolean writable;
    private final long[] mirror;
    private final SimLock umemMutex = new SimLock("umem_mutex");
    private final InvalidateMirror invalidateMirror;
    private int present;
    private int users;

    /** A region of at most {@link Integer#MAX_VALUE} pages that nobody can use yet. */
    OdpMemoryRegion(QueuePair owner, MmStruct mm, long start, long pages, boolean writable) {
        super(mm, start, start + pages);
        this.context = owner.context();
        this.owner = owner;
        this.writable = writable;
        mirror = new long[Math.toIntExact(pages)];
        invalidateMirror = new InvalidateMirror(this);
    }

    @Override
    protected Operation<?> invalidate(long from, long to, NotifierEvent event, long seq) {
        // Invalidations of one range may overlap in time: a store of the process and reclaim, say.
        InvalidateMirror work = invalidateMirror.running() ? new InvalidateMirror(this) : invalidateMirror;
        return work.of(from, to, seq);
    }

    @Override
    public UverbsContext context() {
        return context;
    }

    @Override
    public QueuePair owner() {
        return owner;
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public long entry(long vpn) {
        return mirror[(int) (vpn - start())];
    }

    @Override
    public long present() {
        return present;
    }

    @Override
    public boolean pageable() {
        return true;
    }

    @Override
    public boolean mappable(long vpn) {
        return !Pte.present(entry(vpn)) && mm().alive() && allows(mm().findVma(vpn));
    }

    @Override
    public Operation<?> destroy(Cpu cpu) {
        return new DestroyOdpRegion(this);
    }

    /**
     * Whether an area can back a fault of this region. mlx5 asks for write on every fault of a writable region, so a read-only area
     * cannot.
     */
    boolean allows(@Nullable Vma vma) {
        return vma != null && !vma.is(Vma.PFNMAP) && vma.is(Vma.READ) && (!writable || vma.is(Vma.WRITE));
    }

    /** {@code umem_odp->umem_mutex}: serialises mapping and zapping of this region. */
    SimLock umemMutex() {
        return umemMutex;
    }

    /** Writes an entry from the CPU's entry, with no more right than that one and the key have; with the mutex held. */
    void enter(long vpn, long pte) {
        int index = (int) (vpn - start());
        if (!Pte.present(mirror[index])) {
            present++;
        }
        mirror[index] = Pte.of(Pte.frame(pte), Pte.PRESENT | (writable && Pte.writable(pte) ? Pte.WRITE : 0));
    }

    /** Clears the entries of a range, with the mutex held; the answer is how many there were. */
    int zap(long from, long to) {
        int before = present;
        for (int i = (int) (from - start()); i < to - start(); i++) {
            if (mirror[i] != 0) {
                mirror[i] = 0;
                present--;
            }
        }
        return before - present;
    }

    /** How many entries a range has. */
    int count(long from, long to) {
        int count = 0;
        for (int i = (int) (from - start()); i < to - start() && present > 0; i++) {
            count += mirror[i] != 0 ? 1 : 0;
        }
        return count;
    }

    /** {@code mmkey.usecount}: page faults that use the key. */
    int users() {
        return users;
    }

    void getUser() {
        users++;
    }

    void putUser() {
        users--;
    }
}
