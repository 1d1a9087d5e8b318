package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Held;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct mmu_notifier_range} (include/linux/mmu_notifier.h): a range whose entries change between its start and its end. It lives as long as the
 * operation that uses it, as the kernel's does on the stack; an operation that fails ends it by failing.
 */
final class NotifierRange implements Held {
    private final Cpu cpu;
    private @Nullable MmStruct mm;
    private long start;
    private long end;
    private NotifierEvent event = NotifierEvent.CLEAR;
    private boolean open;

    NotifierRange(Cpu cpu) {
        this.cpu = cpu;
    }

    /**
     * {@code mmu_notifier_invalidate_range_start}, which has nothing to do when nobody listens.
     *
     * @return {@link Flow#PASS} if nobody does, else {@link Flow#NEXT}
     */
    int start(Actor actor, MmStruct space, long from, long to, NotifierEvent why) {
        if (space.notifiers().isEmpty()) {
            return Flow.PASS;
        }
        actor.call(cpu.invalidateRangeStart(of(space, from, to, why)));
        return Flow.NEXT;
    }

    /** The same for a change that does not hold mmap_lock: who subscribes during it waits for its end. */
    int startWithoutMmapLock(Actor actor, MmStruct space, long from, long to, NotifierEvent why) {
        if (start(actor, space, from, to, why) == Flow.PASS) {
            of(space, from, to, why);
            space.notifiers().beginUnheard();
            opened(actor);
        }
        return Flow.NEXT;
    }

    NotifierRange of(MmStruct space, long from, long to, NotifierEvent why) {
        mm = space;
        start = from;
        end = to;
        event = why;
        return this;
    }

    /** It counts from now on. */
    void open(Actor actor) {
        mm().notifiers().begin(start, end);
        opened(actor);
    }

    private void opened(Actor actor) {
        open = true;
        actor.took(this);
    }

    /**
     * {@code mmu_notifier_invalidate_range_end}.
     *
     * @return {@link Flow#PASS} if it never started, else {@link Flow#NEXT}
     */
    int end(Actor actor) {
        if (!open) {
            return Flow.PASS;
        }
        giveBack(actor);
        return Flow.NEXT;
    }

    /** Where the step before its end goes on, if that is the last one: nowhere if there is nothing to end. */
    int toEnd() {
        return open ? Flow.NEXT : Flow.DONE;
    }

    @Override
    public void giveBack(Actor holder) {
        holder.gave(this);
        mm().notifiers().finish();
        open = false;
        mm = null;
        start = 0;
        end = 0;
        event = NotifierEvent.CLEAR;
    }

    @Override
    public String name() {
        return "mmu_notifier_range";
    }

    MmStruct mm() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    long first() {
        return start;
    }

    long behind() {
        return end;
    }

    NotifierEvent event() {
        return event;
    }
}
