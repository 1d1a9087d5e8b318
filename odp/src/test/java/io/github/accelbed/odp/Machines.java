package io.github.accelbed.odp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.MigratePage;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.MmuNotifierSubscriptions;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.ReclaimPage;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.StepListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of this package ask of a {@link TestMachine}. */
final class Machines {
    static final String KERNELS = "io.github.accelbed.odp.Machines#kernels";
    static final long BUF = 0x1000;

    private Machines() {}

    static Stream<KernelVersion> kernels() {
        return TestMachine.KERNELS.stream();
    }

    static TestMachine boot(KernelVersion version) {
        return new TestMachine(new OdpBackend(), version, 4);
    }

    static TestMachine boot(AccessBackend backend, String version) {
        return new TestMachine(backend, KernelVersion.parse(version), 4);
    }

    static TestMachine boot(String version) {
        return boot(KernelVersion.parse(version));
    }

    static Task withBuffer(TestMachine m, String name, long pages) {
        Task task = m.task(name);
        assertThat(m.mmap(task, BUF, pages)).isEqualTo(Errno.OK);
        return task;
    }

    static void mmapShared(TestMachine m, Task task, long start, long pages) {
        FileMapping object = m.kernel().mm().newShmem();
        m.run(
                task.cpu().actor(),
                new Mmap(task.cpu(), task.mm(), start, pages, Vma.READ | Vma.WRITE | Vma.SHARED, object, null));
    }

    static Errno swapOut(TestMachine m, Task task, long vpn) {
        return m.root(new ReclaimPage(m.kernel().root(), task.mm(), vpn));
    }

    static Errno migrate(TestMachine m, Task task, long vpn) {
        return m.root(new MigratePage(m.kernel().root(), task.mm(), vpn));
    }

    static long pte(Task task, long vpn) {
        return task.mm().pageTable().walk(vpn);
    }

    static long deviceEntry(AccessQueue queue, long vpn) {
        MemoryRegion region = ((QueuePair) queue).region(vpn);
        return region == null ? 0 : region.entry(vpn);
    }

    /** Whether the adapter maps the frame that the process does, and no more. */
    static boolean mirrors(AccessQueue queue, Task task, long vpn) {
        long entry = deviceEntry(queue, vpn);
        long pte = pte(task, vpn);
        return Pte.present(entry) && Pte.frame(entry) == Pte.frame(pte) && Pte.writable(entry) == Pte.writable(pte);
    }

    static long passes(AccessQueue queue) {
        return ((QueuePair) queue).pageFault().passes();
    }

    static long resets(AccessQueue queue) {
        return ((QueuePair) queue).resets();
    }

    static MmuNotifierSubscriptions notifiers(Task task) {
        return task.mm().notifiers();
    }

    /** Steps an actor until it has done the step of that name. */
    static void until(TestMachine m, Actor actor, String label) {
        boolean[] done = new boolean[1];
        StepListener listener = (who, program, pc, start, duration) ->
                done[0] |= who == actor && program.label(pc).contains(label);
        m.kernel().machine().listen(listener);
        while (!done[0]) {
            assertThat(actor.step()).as("%s comes to %s", actor.name(), label).isTrue();
        }
        m.kernel().machine().listen(null);
    }

    /** A started device write of the buffer's first page. */
    static Actor job(AccessQueue q, long value) {
        q.engine().descriptor().write(BUF, value);
        q.cpu().actor().start(q.engine());
        return q.cpu().actor();
    }

    /** The labels of all steps from here on. */
    static List<String> listen(TestMachine m) {
        List<String> labels = new ArrayList<>();
        StepListener listener = (actor, program, pc, start, duration) -> labels.add(program.label(pc));
        m.kernel().machine().listen(listener);
        return labels;
    }
}
