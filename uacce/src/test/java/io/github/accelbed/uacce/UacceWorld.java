package io.github.accelbed.uacce;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.model.step.StepListener;
import java.util.ArrayList;
import java.util.List;

/** A machine with the row uacce, and the calls on it that no step of the language makes. */
final class UacceWorld {
    static final OpenOptions RAW = new OpenOptions("q", null, false, true);

    final TestMachine m;
    final Task a;

    UacceWorld(String kernel) {
        this(kernel, 2, TestMachine.config());
    }

    UacceWorld(String kernel, int queues, KernelConfig config) {
        m = new TestMachine(new UacceBackend(), KernelVersion.parse(kernel), queues, config);
        a = m.task("A");
    }

    UacceDriver driver() {
        return ((UacceAccess) m.access()).driver();
    }

    UacceDevice device() {
        return driver().device(m.device());
    }

    /** Of a file of /sys/class/uacce/. */
    SysfsCall read(String file) {
        return (SysfsCall) root("read-" + file);
    }

    /** A call of root by its name. */
    AccessOperation<?> root(String name, long... arguments) {
        return m.run(m.kernel().root().actor(), m.access().rootCalls().make(name, m.device(), arguments));
    }

    /** open(2) only. */
    UacceQueue openRaw() {
        return (UacceQueue) m.open(a, RAW);
    }

    /** Up to the first job. */
    UacceQueue open() {
        return (UacceQueue) m.open(a, "q");
    }

    Errno tryOpenRaw() {
        return m.tryOpen(a, RAW).result();
    }

    Errno call(AccessOperation<?> operation) {
        return m.run(a, operation).result();
    }

    Errno ioctl(UacceQueue queue, DriverIoctl.Command command) {
        return call(new DriverIoctl(a, queue, command));
    }

    Errno start(AccessQueue queue) {
        return m.startQueue(a, queue);
    }

    Errno mmap(UacceQueue queue, long pgoff, long start, long pages) {
        return call(new MapRegion(a, queue, pgoff, start, pages));
    }

    Errno mremap(long start, long pages, long to) {
        return m.mremap(a, start, pages, to);
    }

    boolean poll(UacceQueue queue) {
        return m.run(a, new PollQueue(a, queue)).readable();
    }

    /** The locks that are taken meanwhile, in order. */
    List<String> locksOf(Runnable calls) {
        List<String> taken = new ArrayList<>();
        m.kernel().machine().listen(new StepListener() {
            @Override
            public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {}

            @Override
            public void locked(Actor actor, SimLock lock) {
                taken.add(lock.name());
            }
        });
        calls.run();
        m.kernel().machine().listen(null);
        return taken;
    }
}
