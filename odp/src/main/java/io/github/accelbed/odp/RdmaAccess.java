package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An RDMA row on one kernel: contexts, queue pairs and keys. Rows differ in the kind of memory region that {@code map} registers. */
class RdmaAccess implements Access {
    /** {@code ibv_reg_mr} of a row. */
    @FunctionalInterface
    interface Registration {
        AccessOperation<?> of(Task task, QueuePair queue, long start, long pages, boolean write);
    }

    private final Kernel kernel;
    private final Registration registration;
    private final RdmaRules rules;
    private final List<UverbsContext> contexts = new ArrayList<>();
    private int queuePairs;
    private final List<Device> devices = new ArrayList<>();
    private final Map<Task, ForkSupport> forkSupport = new HashMap<>();
    private final Map<Device, OdpCaps> caps = new HashMap<>();
    private final Map<Integer, UverbsContext> windows = new HashMap<>();
    private final Map<Device, UmrQueue> umrQueues = new HashMap<>();
    private int nextKey = 1;

    RdmaAccess(Kernel kernel, Registration registration) {
        this.kernel = kernel;
        this.registration = registration;
        rules = kernel.rules(RdmaRules.class, RdmaRules.of(kernel.version()));
    }

    final Registration registration() {
        return registration;
    }

    /** The end of what the registration began. */
    AccessOperation<?> deregister(Task task, QueuePair queue, long start, long pages) {
        return new DeregisterRegion(task, queue, start, pages);
    }

    /** Other rights for what the registration made. */
    AccessOperation<?> reregister(Task task, QueuePair queue, long start, long pages, boolean write) {
        return new ReregisterRegion(task, queue, start, pages, write);
    }

    /** What the library registers when a queue is opened, null for nothing. */
    @Nullable
    RegisterImplicitRegion registerAtOpen(Task task, UverbsContext context) {
        return null;
    }

    /** A number for a new key. */
    int newKey() {
        return nextKey++;
    }

    /** A memory window's key; nothing can be done with it. */
    int newWindow(UverbsContext context) {
        int key = newKey();
        windows.put(key, context);
        return key;
    }

    boolean isWindow(int key) {
        return windows.containsKey(key);
    }

    /** The region of a device that has this key, or null; a key of another protection domain is found as well. */
    @Nullable
    MemoryRegion region(Device device, int key) {
        for (UverbsContext context : contexts(device)) {
            for (MemoryRegion region : context.handles()) {
                if (region.lkey() == key) {
                    return region;
                }
            }
        }
        return null;
    }

    ForkSupport forkSupport(Task task) {
        return forkSupport.computeIfAbsent(task, unused -> new ForkSupport());
    }

    OdpCaps caps(Device device) {
        return caps.getOrDefault(device, adapter(device).caps());
    }

    void setCaps(Device device, OdpCaps some) {
        caps.put(device, some);
    }

    UmrQueue umrQueue(Device device) {
        return umrQueues.computeIfAbsent(device, unused -> new UmrQueue(rules));
    }

    /** The device goes, and its queues with it. */
    void dropUmrQueue(Device device) {
        umrQueues.remove(device);
    }

    Kernel kernel() {
        return kernel;
    }

    RdmaRules rules() {
        return rules;
    }

    /** What the driver of a device does. */
    AdapterRules adapter(Device device) {
        return AdapterRules.of(device, kernel.version(), rules);
    }

    /** What a registration that follows the page table answers on a device. */
    Errno onDemand(Device device) {
        return caps(device).odp() ? Errno.OK : rules.withoutOnDemand();
    }

    UverbsContext newContext(Device device, Task opener) {
        UverbsContext context = new UverbsContext(this, device, opener);
        contexts.add(context);
        if (!devices.contains(device)) {
            devices.add(device);
        }
        return context;
    }

    void forget(UverbsContext context) {
        contexts.remove(context);
    }

    /** A number that no other queue pair has. */
    int nextQueuePair() {
        return queuePairs++;
    }

    /** The contexts that are open. */
    List<UverbsContext> contexts() {
        return contexts;
    }

    /** The devices that this row ever opened, so no other row's. */
    List<Device> devices() {
        return devices;
    }

    /** Those of one device. */
    List<UverbsContext> contexts(Device device) {
        return contexts.stream().filter(context -> context.device() == device).toList();
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        return switch (step) {
            case START, PUT -> "an RDMA queue pair is brought up by open, and has no raw start or put";
            case MREMAP_REGION -> "mremap of an adapter's registers is left out";
            case OPEN_OF, CREATE_MDEV, REMOVE_MDEV -> "RDMA has no mdev";
            case BIND, TAG -> "RDMA has no PASID";
            case MAP_VADDR, UNMAP_VADDR -> "a memory region keeps the address that it was registered with";
            case MAP_AT -> "queues here name memory by its own address";
            case ISOLATE -> "RDMA has no error isolation";
            case SUBMIT -> "who may ring this row's doorbell is left out; the job is the queue's own read or write";
            default -> null;
        };
    }

    @Override
    public OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        return new OpenQueuePair(this, task, device, options);
    }

    @Override
    public AccessOperation<?> unplug(Device device) {
        return new UnplugDevice(this, device);
    }

    @Override
    public long freeQueues(Device device) {
        return device.removed() ? 0 : device.freeQueues();
    }

    @Override
    public long leaked(Device device) {
        List<QueuePair> pairs = contexts(device).stream()
                .flatMap(context -> context.queuePairs().stream())
                .toList();
        return Access.orphans(kernel, device, pairs);
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {
        RdmaChecks.integrity(this, report);
    }

    @Override
    public Map<String, Long> safetyViolations() {
        return RdmaChecks.safety(this);
    }

    QueuePair own(AccessQueue queue) {
        if (queue instanceof QueuePair pair && pair.context().access() == this) {
            return pair;
        }
        throw new IllegalArgumentException(queue.name() + " is no queue of this row");
    }
}
