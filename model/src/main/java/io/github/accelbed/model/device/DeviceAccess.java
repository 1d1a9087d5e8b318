package io.github.accelbed.model.device;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.Optional;

/**
 * A job of a queue, from doorbell to completion. Translate and touch are one step, so an invalidation that completes between two
 * steps never leaves an access in flight with the old translation.
 *
 * <p>A fault that is answered and comes again, because a cache goes on to refuse what the table grants, would come for ever. It is taken twice; then
 * the access waits until the cache has lost the entry, or the queue stops.
 *
 * <p>It also judges each touch: one that hits another frame than the process's own at that moment is counted as stale.
 */
public final class DeviceAccess extends Operation<DeviceAccess> {
    private static final Program<DeviceAccess> STEPS = ring(Cost.IOTLB_MISS);

    /**
     * The job of a queue whose ring is in memory: the process writes the descriptor and rings the doorbell.
     *
     * @param walk what a table walk costs
     * @return the program
     */
    public static Program<DeviceAccess> ring(Cost walk) {
        return Program.<DeviceAccess>of("job")
                .device("doorbell, fetch descriptor", Cost.DOORBELL, (o, a) -> o.fetch())
                .iommu("translate ahead", walk, (o, a) -> o.prefetch(a))
                .device("translate, DMA", Cost.DMA_PAGE, (o, a) -> o.access(a))
                .waits()
                .returned((o, a) -> o.answered(a))
                .build();
    }

    /**
     * The job of a work queue in the device: one store of the CPU puts the descriptor there. A store that a full shared queue refuses is a
     * step too; the loop of the program that repeats it is a wait for as long as the queue stays full.
     *
     * @param store the instruction
     * @param price what it costs
     * @param walk what a table walk costs
     * @return the program
     */
    public static Program<DeviceAccess> store(String store, Cost price, Cost walk) {
        return Program.<DeviceAccess>of("job")
                .cpu(store, price, (o, a) -> o.submit())
                .waits()
                .device("fetch descriptor", Cost.INCLUDED, (o, a) -> o.take())
                .iommu("translate ahead", walk, (o, a) -> o.prefetch(a))
                .device("translate, DMA", Cost.DMA_PAGE, (o, a) -> o.access(a))
                .waits()
                .returned((o, a) -> o.answered(a))
                .build();
    }

    /** Faults of one access after which the device gives up. */
    private static final int MAX_FAULTS = 1000;

    private final MemoryManager mm;
    private final HwQueue queue;
    private final AddressTranslator translator;
    private final Descriptor descriptor = new Descriptor();
    private Descriptor current = descriptor;
    private int touch;
    private boolean faulted;
    private boolean refused;
    private int faultsNow;
    private long value;

    @Tally("stale")
    private long stale;

    @Tally("faults")
    private long faults;

    @Tally("retries")
    private long retries;

    @Tally("refaults")
    private long refaults;

    /**
     * The engine of a queue.
     *
     * @param mm the memory it moves
     * @param queue the hardware queue
     * @param translator how its addresses become frames
     */
    public DeviceAccess(MemoryManager mm, HwQueue queue, AddressTranslator translator) {
        this(mm, queue, translator, STEPS);
    }

    /**
     * The engine of a queue whose jobs take other steps or prices.
     *
     * @param mm the memory it moves
     * @param queue the hardware queue
     * @param translator how its addresses become frames
     * @param program {@link #ring} or {@link #store}
     */
    public DeviceAccess(MemoryManager mm, HwQueue queue, AddressTranslator translator, Program<DeviceAccess> program) {
        super(program);
        this.mm = mm;
        this.queue = queue;
        this.translator = translator;
    }

    /**
     * The cache of translations loses a page, as it may at any moment.
     *
     * @param vpn the page in the device's address space
     * @return the operation, or empty where no translation is cached
     */
    public Optional<Operation<?>> evict(long vpn) {
        return translator.caches() ? Optional.of(new EvictTranslation(translator, vpn)) : Optional.empty();
    }

    /**
     * The cache of translations is filled ahead of an access that may never come: for reading, without a fault and without a touch.
     *
     * @param vpn the page in the device's address space
     * @return the operation, or empty where no translation is cached
     */
    public Optional<Operation<?>> prefetchTranslation(long vpn) {
        return translator.caches() ? Optional.of(new PrefetchTranslation(queue, translator, vpn)) : Optional.empty();
    }

    /**
     * The descriptor to fill before a start.
     *
     * @return it
     */
    public Descriptor descriptor() {
        return descriptor;
    }

    /**
     * What the completion of the last job holds.
     *
     * @return the stamp that was read last, or the digest of {@link Job#REDUCE}
     */
    public long value() {
        return value;
    }

    /**
     * Touches so far that hit another page than the process's own.
     *
     * @return 0 or more
     */
    public long stale() {
        return stale;
    }

    /**
     * Device faults so far.
     *
     * @return 0 or more
     */
    public long faults() {
        return faults;
    }

    /**
     * Submissions so far that found the queue full: each once, however often its store is repeated.
     *
     * @return 0 or more
     */
    public long retries() {
        return retries;
    }

    /**
     * Accesses so far whose fault came again although it had been answered, since a cache refused what the table granted: each once, however
     * often it comes.
     *
     * @return 0 or more
     */
    public long refaults() {
        return refaults;
    }

    /**
     * Whether the job goes no further because its fault comes again and again.
     *
     * @return true until somebody makes the cache lose the entry
     */
    public boolean stalled() {
        return faultsNow > 1 && queue.started() && refused();
    }

    /**
     * The cache of translations loses the entry that goes on to refuse the job's access after its fault: it need not have kept it.
     *
     * @return the operation, or empty if there is none
     */
    public Optional<Operation<?>> evictRefusal() {
        return faultsNow > 0 && queue.started() && refused()
                ? Optional.of(new EvictTranslation(translator, vpn()))
                : Optional.empty();
    }

    private boolean refused() {
        return translator.refuses(vpn(), writing());
    }

    @Override
    protected void begin() {
        touch = 0;
        faulted = false;
        refused = false;
        faultsNow = 0;
        value = 0;
    }

    private int fetch() {
        if (!queue.started() || !queue.post(descriptor)) {
            answer(Errno.EIO);
            return Flow.DONE;
        }
        return take();
    }

    private int submit() {
        if (!queue.started()) {
            answer(Errno.EIO);
            return Flow.DONE;
        }
        if (queue.post(descriptor)) {
            return Flow.NEXT;
        }
        if (refused) {
            return Flow.BLOCKED;
        }
        refused = true;
        retries++;
        return Flow.AGAIN;
    }

    private int take() {
        if (!queue.started() || queue.posted() == 0) {
            answer(Errno.EIO);
            return Flow.DONE;
        }
        current = queue.fetch();
        return Flow.NEXT;
    }

    private long vpn() {
        return current.vpn(touch);
    }

    private boolean writing() {
        return current.job().writes(current, touch);
    }

    private int prefetch(Actor actor) {
        int walks = translator.prefetch(vpn(), writing());
        actor.charge(walks);
        return walks == 0 ? Flow.PASS : Flow.NEXT;
    }

    private int access(Actor actor) {
        actor.charge(0);
        if (!queue.started()) {
            faultsNow = 0;
            answer(Errno.EIO);
            return Flow.DONE;
        }
        if (faultsNow > 1 && refused()) {
            return Flow.BLOCKED;
        }
        int frame = translator.translate(vpn(), writing());
        if (frame == AddressTranslator.FAULT) {
            faulted = true;
            if (++faultsNow > 1) {
                actor.retried();
                refaults += refused() ? 1 : 0;
            }
            faults += translator.deviceFaults() ? 1 : 0;
            actor.call(translator.fault(vpn(), writing(), current.rest(touch)));
            return Flow.AGAIN;
        }
        if (frame < 0 && frame != AddressTranslator.MESSAGE) {
            return giveUp(actor);
        }
        actor.charge(1);
        return move(frame);
    }

    /** The fault was answered, or after it the queue has recovered from the access that failed. */
    private int answered(Actor actor) {
        if (!faulted) {
            return Flow.DONE;
        }
        faulted = false;
        boolean again = translator.faultResult().ok() && faultsNow < MAX_FAULTS;
        return again || !queue.started() ? Flow.AGAIN : giveUp(actor);
    }

    private int giveUp(Actor actor) {
        faultsNow = 0;
        answer(Errno.EFAULT);
        queue.complete();
        Operation<?> recovery = translator.recover();
        if (recovery != null) {
            actor.call(recovery);
        }
        return Flow.DONE;
    }

    private int move(int frame) {
        MmStruct meant = translator.meant(vpn());
        if (mm.ownFrame(meant, translator.meantPage(vpn())) != frame) {
            stale++;
        }
        faultsNow = 0;
        Job job = current.job();
        if (frame == AddressTranslator.MESSAGE) {
            job.emit(value, current, touch);
        } else if (writing()) {
            mm.memory().write(frame, job.emit(value, current, touch));
        } else {
            value = job.absorb(value, mm.memory().read(frame), current, touch);
        }
        if (++touch == job.touches(current.pages())) {
            queue.complete();
            return Flow.DONE;
        }
        return Flow.AGAIN;
    }
}
