package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.fault.Allocation;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bus {@code mdev} (drivers/vfio/mdev): the parents, and the one list of mdevs of the whole machine that makes a UUID unique over all
 * parents and types.
 */
public final class MdevBus {
    private final Kernel kernel;
    private final MdevRules rules;
    private final MdevParentOps ops;
    private final Map<Device, MdevParent> parents = new LinkedHashMap<>();
    private final Map<String, Mdev> mdevs = new LinkedHashMap<>();
    private int uuids;

    /**
     * An empty bus.
     *
     * @param kernel where it is
     * @param ops what the devices' drivers register with
     */
    public MdevBus(Kernel kernel, MdevParentOps ops) {
        this.kernel = kernel;
        rules = kernel.rules(MdevRules.class, MdevRules.of(kernel.version()));
        this.ops = ops;
    }

    /** The era's rules. */
    MdevRules rules() {
        return rules;
    }

    /**
     * {@code mdev_register_device}, later {@code mdev_register_parent}.
     *
     * @param device a device
     * @return OK, or EEXIST if it is a parent already (read in 4.19's code; UNVERIFIED from 6.1 on)
     */
    public Errno register(Device device) {
        return parents.putIfAbsent(device, new MdevParent(device, ops)) == null ? Errno.OK : Errno.EEXIST;
    }

    /**
     * A device as a parent; its driver registers when somebody first asks.
     *
     * @param device a device
     * @return its parent
     */
    public MdevParent parent(Device device) {
        return parents.computeIfAbsent(device, fresh -> new MdevParent(fresh, ops));
    }

    /**
     * All parents.
     *
     * @return in order of registration
     */
    public Collection<MdevParent> parents() {
        return Collections.unmodifiableCollection(parents.values());
    }

    /**
     * Looks an mdev up.
     *
     * @param uuid its name
     * @return the mdev on whichever parent, or null
     */
    public @Nullable Mdev find(String uuid) {
        return mdevs.get(uuid);
    }

    /** Whether there is no memory for an object. */
    boolean slabFails() {
        return kernel.fails(Allocation.SLAB);
    }

    void add(Mdev mdev) {
        mdevs.put(mdev.uuid(), mdev);
        mdev.parent().add(mdev);
    }

    void remove(Mdev mdev) {
        mdevs.remove(mdev.uuid());
        mdev.parent().remove(mdev);
    }

    /**
     * An mdev for a client that found none idle: root makes one under a UUID of its own choice.
     *
     * @param parent of which device
     * @return the operation
     */
    public CreateMdev createAny(MdevParent parent) {
        String uuid = MdevUuid.of(parent.device().name() + ":" + uuids++);
        return new CreateMdev(this, parent, MdevType.ONE_QUEUE, uuid);
    }

    /**
     * Queues that a new client could get.
     *
     * @param device of which device
     * @return idle instances with hardware and instances that could still be created
     */
    public long freeQueues(Device device) {
        MdevParent parent = parent(device);
        long idle = parent.children().stream()
                .filter(mdev -> mdev.idle() && !mdev.queues().isEmpty())
                .count();
        return idle + parent.availableInstances(MdevType.ONE_QUEUE);
    }

    /**
     * Instances that hold hardware for nobody.
     *
     * @param device of which device
     * @return 0 or more
     */
    public long left(Device device) {
        return parent(device).children().stream().filter(Mdev::left).count();
    }
}
