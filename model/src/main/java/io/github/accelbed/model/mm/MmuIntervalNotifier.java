package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct mmu_interval_notifier} (mm/mmu_notifier.c, 5.5): a mirror of one range, with the collision-retry sequence.
 *
 * <p>Kernels before 5.5 reached the same with a notifier per context and a count and sequence per umem; the observable
 * protocol is the same, so one class stands for both. Left out: non-blockable invalidation (the OOM reaper).
 */
public abstract class MmuIntervalNotifier {
    private final MmStruct mm;
    private final long start;
    private final long end;
    private long invalidateSeq;

    /**
     * A subscription that is not yet inserted.
     *
     * @param mm whose memory is mirrored
     * @param start first page
     * @param end one past the last
     */
    protected MmuIntervalNotifier(MmStruct mm, long start, long end) {
        this.mm = mm;
        this.start = start;
        this.end = end;
    }

    /**
     * {@code ops->invalidate}: must call {@link #setSeq} under the driver's lock, then zap the device's entries of the range
     * and wait until no access uses them.
     *
     * @param from first page, within this subscription
     * @param to one past the last
     * @param event why
     * @param seq the sequence to set
     * @return the driver's operation, or null if there is nothing to do beyond {@link #setSeq}, which the caller then does
     */
    protected abstract @Nullable Operation<?> invalidate(long from, long to, NotifierEvent event, long seq);

    /**
     * {@code mmu_interval_set_seq}: under the driver's lock, in every invalidation.
     *
     * @param seq the sequence given to {@code invalidate}
     */
    public final void setSeq(long seq) {
        invalidateSeq = seq;
    }

    /**
     * {@code mmu_interval_read_begin}: the snapshot to compare later.
     *
     * @return the sequence, or -1 if an invalidation of this range runs and the reader must wait
     */
    public final long readBegin() {
        return invalidateSeq == mm.notifiers().seq() && (invalidateSeq & 1) != 0 ? -1 : invalidateSeq;
    }

    /**
     * {@code mmu_interval_read_retry}, under the driver's lock.
     *
     * @param snapshot from {@link #readBegin}
     * @return true if an invalidation came in between and the reader must start over
     */
    public final boolean readRetry(long snapshot) {
        return invalidateSeq != snapshot;
    }

    /**
     * Whose memory is mirrored.
     *
     * @return the mm
     */
    public final MmStruct mm() {
        return mm;
    }

    /**
     * First page.
     *
     * @return virtual page number
     */
    public final long start() {
        return start;
    }

    /**
     * One past the last page.
     *
     * @return virtual page number
     */
    public final long end() {
        return end;
    }
}
