package io.github.accelbed.odp;

/**
 * The arguments of {@code ibv_reg_mr_iova2}.
 *
 * @param address first byte
 * @param length bytes, unsigned; {@link #WHOLE} with address 0 and on demand asks for the whole address space
 * @param iova what the adapter calls the first byte; only its offset in the page is looked at, queues here use the address itself
 * @param access {@code IBV_ACCESS_} flags
 */
public record MrRequest(long address, long length, long iova, int access) {
    /** {@code SIZE_MAX}. */
    public static final long WHOLE = -1;

    /** {@code IBV_ACCESS_LOCAL_WRITE}. */
    public static final int LOCAL_WRITE = 1;

    /** {@code IBV_ACCESS_REMOTE_WRITE}, only with LOCAL_WRITE. */
    public static final int REMOTE_WRITE = 1 << 1;

    /** {@code IBV_ACCESS_REMOTE_READ}. */
    public static final int REMOTE_READ = 1 << 2;

    /** {@code IBV_ACCESS_REMOTE_ATOMIC}, only with LOCAL_WRITE. */
    public static final int REMOTE_ATOMIC = 1 << 3;

    /** {@code IBV_ACCESS_ON_DEMAND}. */
    public static final int ON_DEMAND = 1 << 6;

    /** {@code IBV_ACCESS_HUGETLB}: pages of 2 MiB at least. */
    public static final int HUGETLB = 1 << 7;

    /** {@code IB_ACCESS_SUPPORTED}: these and those that change nothing here (MW_BIND, ZERO_BASED). */
    static final int SUPPORTED = (1 << 8) - 1;

    private static final int PAGE_SHIFT = 12;

    /**
     * A request whose iova is the address.
     *
     * @param page first page
     * @param pages how many
     * @param access flags
     * @return the request
     */
    public static MrRequest ofPages(long page, long pages, int access) {
        return new MrRequest(page << PAGE_SHIFT, pages << PAGE_SHIFT, page << PAGE_SHIFT, access);
    }

    boolean has(int flag) {
        return (access & flag) != 0;
    }

    boolean writable() {
        return has(LOCAL_WRITE | REMOTE_WRITE | REMOTE_ATOMIC);
    }

    boolean whole() {
        return has(ON_DEMAND) && address == 0 && length == WHOLE;
    }

    boolean overflows() {
        return Long.compareUnsigned(address + length, address) < 0;
    }

    boolean sameOffset() {
        return ((address ^ iova) & ((1L << PAGE_SHIFT) - 1)) == 0;
    }

    long firstPage() {
        return address >>> PAGE_SHIFT;
    }

    long pages() {
        long end = address + length;
        return length == 0 ? 0 : ((end - 1) >>> PAGE_SHIFT) - firstPage() + 1;
    }
}
