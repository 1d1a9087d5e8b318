package io.github.accelbed.odp;

import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.MmuIntervalNotifier;
import io.github.accelbed.model.mm.NotifierEvent;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.SimLock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct ib_umem_odp} with its mlx5 memory region (drivers/infiniband/core/umem_odp.c): a mirror of a range of the process's
 * page table in the adapter. An entry holds no page reference; only the notifier keeps it right.
 *
 * <p>Left out: huge-page regions, DMA addresses (the IOMMU passes through), the split of a large region over several UMR requests.
 */
final class OdpMemoryRegion extends MmuIntervalNotifier implements MemoryRegion {
    private final UverbsContext context;
    private final int lkey;
    private final @Nullable QueuePair owner;
    private final @Nullable ImplicitRegion parent;
    private final boolean writableUmem;
    private boolean writable;
    private final MirrorTable mirror;
    private final SimLock umemMutex = new SimLock("umem_mutex");
    private final InvalidateMirror invalidateMirror;
    private int users;
    private int prefetches;
    private boolean hugetlb;
    private boolean revoked;

    /** An explicit region of at most {@link Integer#MAX_VALUE} pages that nobody can use yet. */
    OdpMemoryRegion(QueuePair owner, MmStruct mm, long start, long pages, boolean writable) {
        this(owner.context(), owner, null, mm, start, pages, writable);
    }

    private OdpMemoryRegion(
            UverbsContext context,
            @Nullable QueuePair owner,
            @Nullable ImplicitRegion parent,
            MmStruct mm,
            long start,
            long pages,
            boolean writable) {
        super(mm, start, start + pages);
        this.context = context;
        lkey = context.access().newKey();
        this.owner = owner;
        this.parent = parent;
        this.writable = writable;
        writableUmem = writable;
        mirror = new MirrorTable(start, pages);
        invalidateMirror = new InvalidateMirror(this);
    }

    /** The child of an implicit region for the block that a page lies in. */
    static OdpMemoryRegion childOf(ImplicitRegion parent, long vpn) {
        long pages = ImplicitRegion.BLOCK_PAGES;
        return new OdpMemoryRegion(
                parent.context(), null, parent, parent.mm(), vpn / pages * pages, pages, parent.writable());
    }

    @Override
    protected Operation<?> invalidate(long from, long to, NotifierEvent event, long seq) {
        // Invalidations of one range may overlap in time: a store of the process and reclaim, say.
        InvalidateMirror work = invalidateMirror.running() ? new InvalidateMirror(this) : invalidateMirror;
        return work.of(from, to, seq);
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
    public boolean writable() {
        return writable;
    }

    @Override
    public boolean writableUmem() {
        return writableUmem;
    }

    @Override
    public void setWritable(boolean right) {
        writable = right;
    }

    @Override
    public long entry(long vpn) {
        return mirror.get(vpn);
    }

    @Override
    public long present() {
        return mirror.present();
    }

    @Override
    public long nextPresent(long from, long to) {
        return mirror.next(from, to);
    }

    @Override
    public List<OdpMemoryRegion> umems() {
        return List.of(this);
    }

    @Override
    public boolean pageable() {
        return true;
    }

    @Override
    public Operation<?> destroy(Cpu cpu) {
        return destroy();
    }

    /** {@code mlx5_ib_dereg_mr}, for a child too. */
    Operation<?> destroy() {
        return new DestroyOdpRegion(this);
    }

    /** Nobody finds it any more. */
    void eraseKey() {
        if (parent == null) {
            context.handles().remove(this);
            context.keys().remove(this);
        }
    }

    /** Its notifier is gone, and so is it. */
    void removed() {
        if (parent == null) {
            context.regions().remove(this);
        } else {
            parent.remove(this);
        }
    }

    /** After an invalidation: a child without entries is not kept. */
    void zapped() {
        if (parent != null && present() == 0) {
            parent.retire(this);
        }
    }

    /** Whether {@code mmu_notifier_register}, through which the first subscription of an address space goes, has no memory for its list. */
    boolean lacksNotifier() {
        return mm().notifiers().isEmpty()
                && mm().mmapLock().free()
                && context.access().kernel().fails(Allocation.NOTIFIER);
    }

    /**
     * {@code mmu_interval_notifier_insert}. The first subscription of an address space goes through {@code mmu_notifier_register}, which
     * wants mmap_lock for writing; false if somebody else has it.
     */
    boolean insert(Actor actor) {
        boolean first = mm().notifiers().isEmpty();
        if (first && !mm().mmapLock().lock(actor)) {
            return false;
        }
        mm().notifiers().insert(this);
        if (first) {
            mm().mmapLock().unlock(actor);
        }
        return true;
    }

    /**
     * Whether an area can back a fault of this region. mlx5 asks for write on every fault of a writable region, so a read-only area
     * cannot.
     */
    @Override
    public boolean allows(Vma vma) {
        return allows(vma, writableUmem);
    }

    static boolean allows(Vma vma, boolean writable) {
        return !vma.is(Vma.PFNMAP) && vma.is(Vma.READ) && (!writable || vma.is(Vma.WRITE));
    }

    /** {@code umem_odp->umem_mutex}: serialises mapping and zapping of this region. */
    SimLock umemMutex() {
        return umemMutex;
    }

    /** Writes an entry from the CPU's entry, with no more right than that one and the key have; with the mutex held. */
    void enter(long vpn, long pte) {
        mirror.set(vpn, Pte.of(Pte.frame(pte), Pte.PRESENT | (writableUmem && Pte.writable(pte) ? Pte.WRITE : 0)));
    }

    /** Clears the entries of a range, with the mutex held; the answer is how many there were. */
    int zap(long from, long to) {
        return mirror.clear(from, to);
    }

    /** How many entries a range has. */
    int count(long from, long to) {
        return mirror.count(from, to);
    }

    /** {@code mmkey.usecount}: page faults that use the key. */
    int users() {
        return users;
    }

    /** Those of them that are prefetches. */
    int prefetches() {
        return prefetches;
    }

    void addPrefetch(int change) {
        prefetches += change;
    }

    /** {@code IBV_ACCESS_HUGETLB}: a page that is not mapped by a huge entry cannot be entered. */
    boolean hugetlb() {
        return hugetlb;
    }

    void setHugetlb(boolean only) {
        hugetlb = only;
    }

    /** The adapter has been told that the key is free. */
    void revoke() {
        revoked = true;
    }

    boolean revoked() {
        return revoked;
    }

    void getUser() {
        users++;
    }

    void putUser() {
        users--;
    }
}
