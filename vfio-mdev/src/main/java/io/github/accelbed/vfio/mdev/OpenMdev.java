package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * How a process gets a queue on an mdev. Nothing names a free one, so it tries one after the other; if none is left, root creates one while there are
 * instances. If root's creation fails, its errno is the answer: EBUSY only says that there was nothing to create.
 *
 * @param <O> the subclass itself
 */
public abstract class OpenMdev<O extends OpenMdev<O>> extends OpenOperation<O> {
    private final MdevBus bus;
    private final Task task;
    private final MdevParent parent;
    private final OpenOptions options;
    private final @Nullable Mdev leased;
    private @Nullable Mdev tried;
    private int lastTried = -1;
    private boolean vain;
    private Errno refused = Errno.OK;

    /**
     * An opening.
     *
     * @param steps its steps
     * @param bus where the mdevs are
     * @param task who opens
     * @param parent of which device
     * @param options how
     * @param leased the mdev that a manager named, or null to try one after the other
     */
    protected OpenMdev(
            Program<O> steps, MdevBus bus, Task task, MdevParent parent, OpenOptions options, @Nullable Mdev leased) {
        super(steps);
        this.bus = bus;
        this.task = task;
        this.parent = parent;
        this.options = options;
        this.leased = leased;
    }

    /**
     * Who opens.
     *
     * @return the process
     */
    protected final Task task() {
        return task;
    }

    /**
     * How.
     *
     * @return the options
     */
    protected final OpenOptions options() {
        return options;
    }

    /**
     * Of which device.
     *
     * @return the parent
     */
    protected final MdevParent parent() {
        return parent;
    }

    /**
     * The calls that try to take an mdev.
     *
     * @param candidate which
     * @return the operation; OK if it is taken
     */
    protected abstract AccessOperation<?> attempt(Mdev candidate);

    /**
     * System calls of an attempt that was in vain, beside those that pay for themselves; one that succeeds is part of the whole.
     *
     * @return 0 or more
     */
    protected abstract int vainCalls();

    /**
     * Whether root makes another mdev when all that there are are taken.
     *
     * @return true unless one is enough for all clients
     */
    protected boolean createsMore() {
        return true;
    }

    /**
     * Tries the next mdev, root's new one if there is none; a step's code, of which {@link #tried} is the return.
     *
     * @param actor who runs it
     * @return NEXT with a call, or FAIL
     */
    protected final int tryNext(Actor actor) {
        actor.charge(vain ? vainCalls() : 0);
        vain = false;
        tried = leased == null ? parent.childAfter(lastTried) : leased;
        if (tried != null) {
            lastTried = tried.node().number();
            refused = Errno.OK;
            actor.call(attempt(tried));
            return Flow.NEXT;
        }
        boolean creates = parent.children().isEmpty() || createsMore();
        if (!creates || parent.availableInstances(MdevType.ONE_QUEUE) == 0) {
            return fail(parent.registered() ? Errno.EBUSY : Errno.ENODEV);
        }
        if (!refused.ok()) {
            return fail(refused);
        }
        actor.call(bus.createAny(parent));
        return Flow.NEXT;
    }

    /**
     * What became of the try. If it was in vain for want of what the next one would miss too, there is no next one.
     *
     * @param actor who runs it
     * @return NEXT if the mdev is taken, AGAIN to go on, or FAIL
     */
    protected final int tried(Actor actor) {
        Errno answer = actor.returned();
        if (answer == Errno.ENOMEM || answer == Errno.EMFILE || (!answer.ok() && leased != null)) {
            return fail(answer);
        }
        if (tried == null) {
            refused = answer;
            return Flow.AGAIN;
        }
        vain = !answer.ok();
        return vain ? Flow.AGAIN : Flow.NEXT;
    }
}
