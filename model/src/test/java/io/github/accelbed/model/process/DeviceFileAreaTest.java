package io.github.accelbed.model.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Mremap;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a driver does with an area of its file: its own mmap, close by page offset, a say in mremap, and entries that it takes away. */
class DeviceFileAreaTest {
    private static final int DEVICE = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP;

    private final Kernel kernel = Kernel.boot(KernelVersion.parse("6.1"));
    private final Task task = kernel.newTask("A");
    private final Cpu cpu = task.cpu();
    private final List<Long> closed = new ArrayList<>();
    private boolean backed = true;
    private Errno mremap = Errno.OK;

    private final OpenFile file = new OpenFile("/dev/accel-0", new OpenFile.FileOperations() {
        @Override
        public Operation<?> release(Cpu who, OpenFile released) {
            return null;
        }

        @Override
        public void vmaClose(Vma vma) {
            closed.add(vma.pgoff());
        }

        @Override
        public Errno vmaMremap(Vma vma) {
            return mremap;
        }

        @Override
        public boolean vmaBacked(Vma vma) {
            return backed;
        }
    });

    /** Notes who has mmap_lock while the driver's mmap runs. */
    private final class CallMmap extends Operation<CallMmap> {
        private static final Program<CallMmap> STEPS = Program.<CallMmap>of("->mmap")
                .cpu("->mmap", Cost.INCLUDED, (o, a) -> o.note())
                .build();
        private boolean locked;
        private boolean refuses;

        CallMmap() {
            super(STEPS);
        }

        private int note() {
            locked = !task.mm().mmapLock().free();
            return refuses ? fail(Errno.ENXIO) : Flow.DONE;
        }
    }

    private <O extends Operation<?>> O run(O operation) {
        cpu.actor().start(operation);
        assertThat(cpu.actor().run()).isTrue();
        assertThat(Integrity.check(kernel, List.of()).problems()).isEmpty();
        return operation;
    }

    private Mmap area(long start, long pgoff) {
        return new Mmap(cpu, task.mm(), start, 4, DEVICE, null, file).at(pgoff);
    }

    private Errno touch(long vpn, boolean write) {
        CpuAccess access = new CpuAccess(cpu);
        return run(write ? access.write(task.mm(), vpn, 9) : access.read(task.mm(), vpn))
                .result();
    }

    @Test
    void theDriversMmapRunsUnderMmapLock() {
        CallMmap call = new CallMmap();
        assertThat(run(area(16, 0).calling(call)).result()).isEqualTo(Errno.OK);
        assertThat(call.locked).isTrue();
        assertThat(task.mm().findVma(19)).isNotNull();
    }

    @Test
    void anErrorOfTheDriversMmapLeavesNoArea() {
        CallMmap failing = new CallMmap();
        failing.refuses = true;
        assertThat(run(area(16, 0).calling(failing)).result()).isEqualTo(Errno.ENXIO);
        assertThat(task.mm().vmas()).isEmpty();
        assertThat(file.references()).isEqualTo(1);
    }

    @Test
    void theUpperPartOfASplitAreaIsClosedUnderALaterOffset() {
        run(area(16, 0));
        run(new Munmap(cpu, task.mm(), 17, 3));
        assertThat(closed).containsExactly(1L);
        run(new Munmap(cpu, task.mm(), 16, 1));
        assertThat(closed).containsExactly(1L, 0L);
    }

    @Test
    void movingAnAreaClosesTheOldOneAlthoughTheRegionStaysMapped() {
        run(area(16, 1));
        assertThat(run(new Mremap(cpu, task.mm(), 16, 4, 64)).result()).isEqualTo(Errno.OK);
        assertThat(closed).containsExactly(1L);
        assertThat(file.references()).isEqualTo(2);
        assertThat(task.mm().findVma(16)).isNull();
        run(new Munmap(cpu, task.mm(), 64, 4));
        assertThat(closed).containsExactly(1L, 1L);
    }

    @Test
    void aDriverMayRefuseTheMove() {
        run(area(16, 1));
        mremap = Errno.EPERM;
        assertThat(run(new Mremap(cpu, task.mm(), 16, 4, 64)).result()).isEqualTo(Errno.EPERM);
        assertThat(task.mm().findVma(16)).isNotNull();
        assertThat(task.mm().findVma(64)).isNull();
        assertThat(closed).as("the end of the copy that move_vma made first").containsExactly(1L);
    }

    @Test
    void aTouchReachesTheDeviceUntilTheEntriesAreTakenAway() {
        run(area(16, 0));
        assertThat(touch(16, false)).isEqualTo(Errno.OK);
        assertThat(touch(16, true)).isEqualTo(Errno.OK);
        backed = false;
        assertThat(touch(16, false)).isEqualTo(Errno.SIGBUS);
        assertThat(kernel.mm().memory().used()).isZero();
    }
}
