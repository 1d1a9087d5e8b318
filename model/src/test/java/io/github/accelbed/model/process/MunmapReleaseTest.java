package io.github.accelbed.model.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MunmapReleaseTest {
    /** A release that notes whether mmap_lock is free when it runs. */
    private static final class NotesLock extends Operation<NotesLock> {
        private static final Program<NotesLock> STEPS = Program.<NotesLock>of("release")
                .cpu("->release", Cost.INCLUDED, (o, a) -> o.note())
                .build();

        private final MmStruct mm;
        private final List<Boolean> free;

        NotesLock(MmStruct mm, List<Boolean> free) {
            super(STEPS);
            this.mm = mm;
            this.free = free;
        }

        private int note() {
            free.add(mm.mmapLock().free());
            return Flow.DONE;
        }
    }

    @Test
    void aFileIsReleasedAfterMunmapHasGivenMmapLockBack() {
        Kernel kernel = Kernel.boot(KernelVersion.parse("6.1"));
        Task task = kernel.newTask("A");
        Cpu cpu = task.cpu();
        List<Boolean> free = new ArrayList<>();
        OpenFile file = new OpenFile("/dev/accel-0", (who, f) -> new NotesLock(task.mm(), free));
        cpu.actor().start(new Mmap(cpu, task.mm(), 16, 2, Vma.READ | Vma.PFNMAP, null, file));
        cpu.actor().run();
        file.put(cpu);
        cpu.actor().start(new Munmap(cpu, task.mm(), 16, 2));
        cpu.actor().run();
        assertThat(file.released()).isTrue();
        assertThat(free).containsExactly(true);
    }
}
