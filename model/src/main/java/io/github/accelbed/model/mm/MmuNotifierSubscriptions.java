package io.github.accelbed.model.mm;

import java.util.ArrayList;
import java.util.List;

/** {@code struct mmu_notifier_subscriptions}: who listens to one mm, and the sequence of the interval notifiers. */
public final class MmuNotifierSubscriptions {
    private final List<MmuNotifier> list = new ArrayList<>();
    private final List<MmuIntervalNotifier> intervals = new ArrayList<>();
    private long seq = 2;
    private int activeInvalidateRanges;
    private long rangesStarted;

    MmuNotifierSubscriptions() {}

    /**
     * {@code mmu_notifier_register}.
     *
     * @param notifier the subscriber
     */
    public void register(MmuNotifier notifier) {
        list.add(notifier);
    }

    /**
     * {@code mmu_notifier_unregister}.
     *
     * @param notifier the subscriber
     */
    public void unregister(MmuNotifier notifier) {
        list.remove(notifier);
    }

    /**
     * {@code mmu_interval_notifier_insert}: a subscription that arrives during an invalidation is made to retry.
     *
     * @param notifier the subscriber
     */
    public void insert(MmuIntervalNotifier notifier) {
        notifier.setSeq(activeInvalidateRanges > 0 && (seq & 1) != 0 ? seq : seq - 1);
        intervals.add(notifier);
    }

    /**
     * {@code mmu_interval_notifier_remove}.
     *
     * @param notifier the subscriber
     */
    public void remove(MmuIntervalNotifier notifier) {
        intervals.remove(notifier);
    }

    /**
     * Whether nobody listens.
     *
     * @return true if both families are empty
     */
    public boolean isEmpty() {
        return list.isEmpty() && intervals.isEmpty();
    }

    /**
     * The mm's {@code invalidate_seq}: odd while an invalidation touches an interval.
     *
     * @return the sequence
     */
    public long seq() {
        return seq;
    }

    /**
     * Whether any range is being invalidated now.
     *
     * @return true between a start and its end
     */
    public boolean invalidating() {
        return activeInvalidateRanges > 0;
    }

    /**
     * How many range invalidations were started so far; what "the notifier fired" is judged by.
     *
     * @return 0 or more
     */
    public long rangesStarted() {
        return rangesStarted;
    }

    void begin(long start, long end) {
        rangesStarted++;
        activeInvalidateRanges++;
        for (int i = 0; i < intervals.size(); i++) {
            if (overlaps(intervals.get(i), start, end)) {
                seq |= 1;
                return;
            }
        }
    }

    void finish() {
        if (--activeInvalidateRanges == 0 && (seq & 1) != 0) {
            seq++;
        }
    }

    int intervalCount() {
        return intervals.size();
    }

    MmuIntervalNotifier interval(int index) {
        return intervals.get(index);
    }

    List<MmuNotifier> list() {
        return list;
    }

    int invalidateSecondaryTlbs(MmStruct mm, long start, long end) {
        for (int i = 0; i < list.size(); i++) {
            list.get(i).invalidateSecondaryTlbs(mm, start, end);
        }
        return list.size();
    }

    static boolean overlaps(MmuIntervalNotifier notifier, long start, long end) {
        return notifier.start() < end && start < notifier.end();
    }
}
