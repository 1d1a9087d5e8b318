package io.github.accelbed.drivers.forkcow;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;

/** One page that the device may access, a fork, and the events of one order; observers only read pages that are present. */
final class OrderRun {
    static final String YES = "yes";
    static final String NO = "no";
    static final String CHILD_GONE = "child is gone";
    static final String PARENTS_DATA = "parent's data";
    static final String CHILDS_DATA = "child's data";
    static final String OLD_DATA = "data from before the parent's write";

    private static final long OLD = 1;
    private static final long PARENTS = 2;
    private static final long CHILDS = 3;
    private static final long DEVICES = 4;

    private final AccessBackend backend;
    private final Order order;
    private final Testbed bed;
    private final Task parent;
    private final Task child;
    private final AccessQueue queue;
    private String deviceSaw = "";
    private String parentSees = "";
    private String childSees = "";
    private boolean agree;

    OrderRun(AccessBackend backend, KernelVersion version, CostTable costs, Order order) {
        this.backend = backend;
        this.order = order;
        bed = new Testbed(backend, version, costs, 1);
        parent = bed.kernel().newTask("A");
        bed.mmap(parent, Testbed.BUFFER, 1);
        bed.write(parent, Testbed.BUFFER, OLD);
        queue = bed.open(parent, OpenOptions.named("q"));
        bed.map(parent, queue, Testbed.BUFFER, 1);
        child = bed.fork(parent, "B");
    }

    OrderOutcome run() {
        for (ForkEvent event : order.events()) {
            switch (event) {
                case PARENT_WRITES -> bed.write(parent, Testbed.BUFFER, PARENTS);
                case CHILD_WRITES -> bed.write(child, Testbed.BUFFER, CHILDS);
                case CHILD_EXITS -> bed.exit(child);
                case DEVICE_ACCESSES -> access();
            }
            bed.checkIntegrity(order.text());
        }
        return new OrderOutcome(
                backend.id(),
                bed.kernel().version().toString(),
                order,
                deviceSaw,
                parentSees,
                childSees,
                agree,
                queue.engine().stale(),
                queue.engine().faults());
    }

    private void access() {
        if (order.deviceWrites()) {
            Errno answer = bed.deviceWrite(queue, Testbed.BUFFER, DEVICES);
            agree = answer.ok() && bed.read(parent, Testbed.BUFFER) == DEVICES;
            parentSees = agree ? YES : NO;
            childSees = !child.alive() ? CHILD_GONE : bed.read(child, Testbed.BUFFER) == DEVICES ? YES : NO;
            return;
        }
        Errno answer = bed.tryDeviceRead(queue, Testbed.BUFFER);
        long value = queue.engine().value();
        agree = answer.ok() && value == bed.read(parent, Testbed.BUFFER);
        deviceSaw = !answer.ok() ? answer.name() : agree ? PARENTS_DATA : value == CHILDS ? CHILDS_DATA : OLD_DATA;
    }
}
