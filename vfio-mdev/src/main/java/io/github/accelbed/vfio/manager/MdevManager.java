package io.github.accelbed.vfio.manager;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.MdevRow;
import io.github.accelbed.vfio.mdev.RemoveMdev;
import io.github.accelbed.vfio.row.VfioAccess;
import io.github.accelbed.vfio.row.VfioQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manager of mdevs: a daemon with root's rights that knows who has which instance, so that clients need not try one after the other. It
 * is user space only. The kernel tells it nothing: that a client has gone it learns by itself (here {@link #withdraw}, which stands for a
 * socket's hang-up), and what it knows dies with it. mdevctl is none: it has no notion of free and in use.
 */
public final class MdevManager {
    private final MdevRow row;
    private final Task daemon;
    private final MdevParent parent;
    private final Map<Mdev, @Nullable Task> table = new LinkedHashMap<>();

    private MdevManager(MdevRow row, Task daemon, Device device) {
        this.row = row;
        this.daemon = daemon;
        parent = row.bus().parent(device);
    }

    /**
     * A manager that knows of no mdev.
     *
     * @param row a row with mdevs
     * @param daemon the process it is
     * @param device whose mdevs it hands out
     * @return the manager
     * @throws IllegalArgumentException for another row
     */
    public static MdevManager of(Access row, Task daemon, Device device) {
        if (row instanceof MdevRow managed) {
            return new MdevManager(managed, daemon, device);
        }
        throw new IllegalArgumentException("a row without mdevs");
    }

    /**
     * Whether a row's instances are such as a manager hands out.
     *
     * @param row any row
     * @return true for rows that VFIO's type1 serves
     */
    public static boolean serves(Access row) {
        return row instanceof VfioAccess;
    }

    /**
     * A client asks for an instance and opens what it is given.
     *
     * @param client who
     * @param options how
     * @return the operation, to run on the client's CPU; the answer of the lease if that failed, else of the opening
     */
    public OpenOperation<?> leaseAndOpen(Task client, OpenOptions options) {
        return new LeaseAndOpen(this, client, options);
    }

    /**
     * A client asks for an instance and gets one that the manager believes free, or a new one.
     *
     * @param client who asks
     * @return the operation, to run on the client's CPU; ESRCH without a living manager, EBUSY if it knows of none
     */
    public AccessOperation<?> lease(Task client) {
        return new LeaseMdev(this, client);
    }

    /**
     * The manager is told that a lease is over, whether or not the client still uses the instance.
     *
     * @param queue a queue on the instance
     * @return OK, ESRCH if the manager is dead, EINVAL if it has leased no such instance out
     */
    public Errno release(AccessQueue queue) {
        if (!daemon.alive()) {
            return Errno.ESRCH;
        }
        Mdev mdev = queue instanceof VfioQueue opened ? opened.mdev() : null;
        if (mdev == null || table.get(mdev) == null) {
            return Errno.EINVAL;
        }
        table.put(mdev, null);
        return Errno.OK;
    }

    /**
     * The client opens what it was given, without trying any other.
     *
     * @param client who
     * @param options how
     * @return the operation
     * @throws IllegalStateException if it was given nothing
     */
    public OpenOperation<?> open(Task client, OpenOptions options) {
        for (Map.Entry<Mdev, @Nullable Task> entry : table.entrySet()) {
            if (entry.getValue() == client) {
                return row.openNamed(client, options, entry.getKey());
            }
        }
        throw new IllegalStateException(client.name() + " has no lease");
    }

    /**
     * The manager learns that a client has gone; its instance, which the kernel made idle, is free in the books, too.
     *
     * @param client who
     */
    public void withdraw(Task client) {
        table.replaceAll((mdev, holder) -> holder == client ? null : holder);
    }

    /** The manager's process died: instances and clients go on, what it knew of them is lost. */
    public void forget() {
        table.clear();
    }

    /**
     * A new manager finds out what there is: it lists the mdevs and tries to open each. Whose the busy ones are it cannot learn; it may only
     * look again later whether they are still busy.
     *
     * @return the operation, to run on the daemon's CPU
     */
    public AccessOperation<?> recover() {
        return new RecoverLeases(this);
    }

    /**
     * The manager gives back an instance that nobody uses, as root: its hardware can then be put to another use.
     *
     * @return the removal, or null if all that it knows are leased out
     */
    public @Nullable AccessOperation<?> removeFree() {
        Mdev free = findFree();
        if (free == null) {
            return null;
        }
        table.remove(free);
        return new RemoveMdev(row.bus(), free.uuid());
    }

    /**
     * Instances that somebody has whom this manager did not serve.
     *
     * @return 0 or more
     */
    public int unknown() {
        return (int) table.values().stream().filter(holder -> holder == daemon).count();
    }

    /**
     * Instances that are leased out in the books.
     *
     * @return 0 or more
     */
    public int leased() {
        return (int) table.values().stream().filter(holder -> holder != null).count();
    }

    /**
     * Instances that the manager knows.
     *
     * @return 0 or more
     */
    public int known() {
        return table.size();
    }

    MdevRow row() {
        return row;
    }

    Task daemon() {
        return daemon;
    }

    MdevParent parent() {
        return parent;
    }

    @Nullable
    Mdev findFree() {
        table.keySet().removeIf(mdev -> !mdev.active());
        for (Map.Entry<Mdev, @Nullable Task> entry : table.entrySet()) {
            if (entry.getValue() == null) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Whether the books say more of it than that somebody has it. */
    boolean knows(Mdev mdev) {
        return table.containsKey(mdev) && table.get(mdev) != daemon;
    }

    void note(Mdev mdev, @Nullable Task holder) {
        table.put(mdev, holder);
    }
}
