package io.github.accelbed.model.mm;

import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code struct mmu_notifier_subscriptions}: who listens to one mm, and the sequence of the interval notifiers. */
public final class MmuNotifierSubscriptions {
    private final List<MmuNotifier> list = new ArrayList<>();
    private final List<MmuIntervalNotifier> intervals = new ArrayList<>();
    private final List<TlbSnooper> snoopers = new ArrayList<>();
    private long seq = 2;
    private int activeInvalidateRanges;

    @Tally
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
     * Lets a device hear the CPU's TLB invalidations of this address space; nothing in the kernel's lists changes.
     *
     * @param snooper the device's cache
     */
    public void snoop(TlbSnooper snooper) {
        snoopers.add(snooper);
    }

    /**
     * Ends {@link #snoop}.
     *
     * @param snooper the device's cache
     */
    public void unsnoop(TlbSnooper snooper) {
        snoopers.remove(snooper);
    }

    /**
     * {@code mmu_interval_notifier_insert}: a subscription that arrives during any invalidation is made to wait for its end, even
     * if no other interval was concerned so far, because its own range may be the one that is changing.
     *
     * <p>Where {@link #isEmpty} holds, the caller must have mmap_lock for writing, as {@code mmu_notifier_register} does: changes
     * that began without a listener would not be told.
     *
     * @param notifier the subscriber
     */
    public void insert(MmuIntervalNotifier notifier) {
        if (activeInvalidateRanges > 0) {
            seq |= 1;
            notifier.setSeq(seq);
        } else {
            notifier.setSeq(seq - 1);
        }
        intervals.add(notifier);
    }

    /**
     * {@code mmu_interval_notifier_remove}; the caller has waited until {@link #invalidatingIntervals} is false, as the kernel does
     * inside.
     *
     * @param notifier the subscriber
     */
    public void remove(MmuIntervalNotifier notifier) {
        if (invalidatingIntervals()) {
            // The walk that tells the subscribers would lose its place.
            throw new ModelException("an invalidation runs");
        }
        intervals.remove(notifier);
    }

    /**
     * {@code mn_itree_is_invalidating}: whether intervals are being told now.
     *
     * @return true while the sequence is odd
     */
    public boolean invalidatingIntervals() {
        return (seq & 1) != 0;
    }

    /**
     * The mirrors.
     *
     * @return in order of insertion
     */
    public List<MmuIntervalNotifier> intervals() {
        return Collections.unmodifiableList(intervals);
    }

    /**
     * How many subscribe.
     *
     * @return 0 or more of all kinds, snooping devices among them
     */
    public int size() {
        return list.size() + intervals.size() + snoopers.size();
    }

    /**
     * Whether nobody has subscribed; the first who does so allocates the list.
     *
     * @return true without notifiers and interval notifiers
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

    /**
     * What {@code mm_take_all_locks} achieves for a change that found no listener and does not hold mmap_lock: a subscription that
     * arrives now waits for {@link #finish}.
     */
    void beginUnheard() {
        activeInvalidateRanges++;
    }

    void finish() {
        if (--activeInvalidateRanges == 0 && (seq & 1) != 0) {
            seq++;
        }
    }

    /** Whether any TLB but the CPU's own may have translations of this address space. */
    boolean haveTlbs() {
        return !list.isEmpty() || !snoopers.isEmpty();
    }

    /** Whether a TLB has to be told of an entry that allows more than before, and on this kernel is. */
    boolean hearOfGrantedWrite(NotifierRules rules) {
        boolean hears = false;
        for (int i = 0; i < list.size(); i++) {
            MmuNotifier one = list.get(i);
            hears |= one.keepsPermissions()
                    && (one.hearsBroadcasts() ? rules.broadcastsGrantedWrite() : rules.tellsOfGrantedWrite());
        }
        return hears;
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

    /** The broadcast that is part of every flush of the CPU's TLBs. */
    void tlbie(long start, long end) {
        for (int i = 0; i < snoopers.size(); i++) {
            snoopers.get(i).tlbie(start, end);
        }
    }

    static boolean overlaps(MmuIntervalNotifier notifier, long start, long end) {
        return notifier.start() < end && start < notifier.end();
    }
}
