package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process is killed after each step of each kind of fault: the fault goes on to its end, the store is not tried again, and nothing is kept. */
class KilledFaultTest {
    private static final long V = 512;

    private static final String KERNELS = "io.github.accelbed.model.mm.MmWorld#kernels";

    /** Kills A during its store after 0, 1, 2, ... steps until it ends; then the child, if any, and a thread of A must be able to go on. */
    private static void killEverywhere(String kernel, Consumer<MmWorld> before) {
        boolean ended = false;
        for (int steps = 0; !ended; steps++) {
            MmWorld world = new MmWorld(kernel);
            before.accept(world);
            Task a = world.kernel().processes().all().get(0);
            Actor cpu = a.cpu().actor();
            CpuAccess store = new CpuAccess(a.cpu()).write(a.mm(), V, 2);
            cpu.start(store);
            for (int i = 0; i < steps; i++) {
                assertThat(cpu.step()).isTrue();
            }
            ended = cpu.idle();
            cpu.kill();
            assertThat(cpu.run()).as("after step %s", steps).isTrue();
            assertThat(cpu.holding()).as("after step %s", steps).isEmpty();
            assertThat(store.result()).as("after step %s", steps).isEqualTo(ended ? Errno.OK : Errno.EINTR);
            assertThat(a.mm().mmapLock().free())
                    .as("mmap_lock after step %s", steps)
                    .isTrue();
            assertThat(a.mm().ptl().free()).as("ptl after step %s", steps).isTrue();
            assertThat(MmIntegrity.check(world.mm())).as("after step %s", steps).isEmpty();
            long was = Long.parseLong(world.load(a, V));
            if (ended) {
                assertThat(was).isEqualTo(2);
            } else {
                assertThat(was).as("after step %s", steps).isLessThan(2);
            }
            world.write(a, V, 3);
            assertThat(world.load(a, V)).isEqualTo("3");
            for (Task task : world.kernel().processes().all()) {
                world.run(task, new Exit(world.kernel().processes(), task));
            }
            int cached = 0;
            for (FileMapping mapping : world.mm().mappings()) {
                for (int frame : mapping.frames()) {
                    cached += world.memory().inPageCache(frame) ? 1 : 0;
                }
            }
            assertThat(world.memory().used()).as("frames after step %s", steps).isEqualTo(cached);
        }
    }

    private static void bind(MmWorld world, Task task) {
        world.kernel().iommu().svaBind(task.mm());
    }

    @ParameterizedTest
    @MethodSource(KERNELS)
    void aFirstTouchLeavesNothing(String kernel) {
        killEverywhere(kernel, world -> world.map(world.task("A"), V, 2, MmWorld.RW, null));
    }

    @ParameterizedTest
    @MethodSource(KERNELS)
    void aWriteToAPrivateFilePageLeavesNothing(String kernel) {
        killEverywhere(
                kernel,
                world -> world.map(world.task("A"), V, 2, MmWorld.RW, world.mm().file("F")));
    }

    @ParameterizedTest
    @MethodSource(KERNELS)
    void aSwappedPageLeavesNothing(String kernel) {
        killEverywhere(kernel, world -> {
            Task a = world.task("A");
            world.map(a, V, 2, MmWorld.RW, null);
            world.write(a, V, 1);
            world.swapOut(a, V);
        });
    }

    @ParameterizedTest
    @MethodSource(KERNELS)
    void aBreakOfCopyOnWriteLeavesNothing(String kernel) {
        killEverywhere(kernel, world -> {
            Task a = world.task("A");
            bind(world, a);
            world.map(a, V, 2, MmWorld.RW, null);
            world.write(a, V, 1);
            world.fork(a, "B");
        });
    }

    @ParameterizedTest
    @MethodSource(KERNELS)
    void aBreakOfCopyOnWriteOfTheZeroPageLeavesNothing(String kernel) {
        killEverywhere(kernel, world -> {
            Task a = world.task("A");
            world.map(a, V, 2, MmWorld.RW, null);
            world.load(a, V);
        });
    }
}
