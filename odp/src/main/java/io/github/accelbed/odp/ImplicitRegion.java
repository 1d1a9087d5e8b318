package io.github.accelbed.odp;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An implicit on-demand region (drivers/infiniband/hw/mlx5/odp.c, {@code mlx5_ib_alloc_implicit_mr}): an indirect key over the whole address
 * space, whose slots point to the null key until a fault makes a child for its block. Only children have a mirror and a notifier; one
 * that an invalidation emptied leaves its slot and is destroyed by a worker.
 *
 * <p>A block is 1 GiB, as with the four-level tables of this model; newest mlx5 takes 16 GiB with five levels. Unlike an explicit region it
 * enters nothing when it is made.
 */
final class ImplicitRegion implements MemoryRegion {
    /** {@code MLX5_IMR_MTT_ENTRIES}: pages of a child. */
    static final long BLOCK_PAGES = 1L << 18;

    private final UverbsContext context;
    private final int lkey;
    private final MmStruct mm;
    private final boolean writable;
    private final TreeMap<Long, OdpMemoryRegion> children = new TreeMap<>();
    private final List<OdpMemoryRegion> retired = new ArrayList<>();
    private boolean erased;
    private int users;
    private int prefetches;

    /** A region without a child. */
    ImplicitRegion(UverbsContext context, MmStruct mm, boolean writable) {
        this.context = context;
        lkey = context.access().newKey();
        this.mm = mm;
        this.writable = writable;
    }

    @Override
    public MmStruct mm() {
        return mm;
    }

    @Override
    public long start() {
        return 0;
    }

    @Override
    public long end() {
        return PageTable.PAGES;
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
    public boolean writableUmem() {
        return writable;
    }

    @Override
    public void setWritable(boolean right) {
        throw new IllegalStateException("an implicit region is not registered again");
    }

    @Override
    public UverbsContext context() {
        return context;
    }

    /** The library makes one for all queues of a context, so the last one takes it along. */
    @Override
    public boolean goesWith(QueuePair closed) {
        return context.queuePairs().isEmpty();
    }

    @Override
    public long entry(long vpn) {
        OdpMemoryRegion child = child(vpn);
        return child == null ? 0 : child.entry(vpn);
    }

    @Override
    public long present() {
        return children.values().stream().mapToLong(OdpMemoryRegion::present).sum();
    }

    @Override
    public long nextPresent(long from, long to) {
        Map.Entry<Long, OdpMemoryRegion> at = children.ceilingEntry(from / BLOCK_PAGES);
        for (; at != null; at = children.higherEntry(at.getKey())) {
            OdpMemoryRegion child = at.getValue();
            long found = child.nextPresent(Math.max(from, child.start()), Math.min(to, child.end()));
            if (found >= 0 || child.end() >= to) {
                return found;
            }
        }
        return -1;
    }

    @Override
    public boolean pageable() {
        return true;
    }

    @Override
    public boolean allows(Vma vma) {
        return OdpMemoryRegion.allows(vma, writable);
    }

    @Override
    public List<OdpMemoryRegion> umems() {
        List<OdpMemoryRegion> all = new ArrayList<>(children.values());
        all.addAll(retired);
        return all;
    }

    @Override
    public Operation<?> destroy(Cpu cpu) {
        return new DestroyImplicitRegion(this);
    }

    /** The child of the block that a page lies in, or null while its slot is null. */
    @Nullable
    OdpMemoryRegion child(long vpn) {
        return children.get(vpn / BLOCK_PAGES);
    }

    /** The slots that are not null. */
    int childCount() {
        return children.size();
    }

    void add(OdpMemoryRegion child) {
        children.put(child.start() / BLOCK_PAGES, child);
    }

    /** {@code destroy_unused_implicit_child_mr}: an invalidation emptied a child, and no fault uses it. */
    void retire(OdpMemoryRegion child) {
        if (child.users() == 0 && children.remove(child.start() / BLOCK_PAGES, child)) {
            retired.add(child);
        }
    }

    /** Children out of their slots that the worker has not destroyed. */
    List<OdpMemoryRegion> retired() {
        return retired;
    }

    /** Takes a child out for good. */
    void remove(OdpMemoryRegion child) {
        children.remove(child.start() / BLOCK_PAGES, child);
        retired.remove(child);
    }

    /** Whether its key is gone from the adapter. */
    boolean erased() {
        return erased;
    }

    void erase() {
        erased = true;
    }

    /** {@code mmkey.usecount}: page faults that use the key, prefetches among them. */
    int users() {
        return users;
    }

    /** Those of them that are prefetches. */
    int prefetches() {
        return prefetches;
    }

    void getUser(int prefetch) {
        prefetches += prefetch;
        users++;
    }

    void putUser(int prefetch) {
        prefetches -= prefetch;
        users--;
    }
}
