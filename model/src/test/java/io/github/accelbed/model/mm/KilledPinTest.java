package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.TakePages;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import org.junit.jupiter.api.Test;

/** A SIGKILL between two pages of a pin. */
class KilledPinTest {
    private static final long BUF = 0x1000;
    private static final int PAGES = 3;

    @Test
    void aPinThatIsKilledAnywhereIsAllOrNothing() {
        int steps = 0;
        boolean ended = false;
        while (!ended) {
            Kernel kernel = Kernel.boot(KernelVersion.parse("6.18"));
            Task a = kernel.newTask("A");
            Actor cpu = a.cpu().actor();
            cpu.start(new Mmap(a.cpu(), a.mm(), BUF, PAGES, Vma.READ | Vma.WRITE, null, null));
            cpu.run();
            for (int page = 0; page < PAGES; page++) {
                cpu.start(new CpuAccess(a.cpu()).write(a.mm(), BUF + page, page));
                cpu.run();
            }
            TakePages take = new TakePages(a, BUF, PAGES, GetUserPages.FOLL_PIN | GetUserPages.FOLL_WRITE);
            cpu.start(take);
            for (int i = 0; i < steps; i++) {
                assertThat(cpu.step()).isTrue();
            }
            ended = cpu.idle();
            steps++;
            if (!ended) {
                cpu.kill();
                assertThat(cpu.run()).isTrue();
                assertThat(a.mm().mmapLock().free()).as("after step %s", steps).isTrue();
                if (take.result().ok()) {
                    // Nothing looks at a signal once all pages are taken; the file goes with the process.
                    assertThat(take.references().size()).isEqualTo(PAGES);
                } else {
                    assertThat(take.result()).isEqualTo(Errno.EINTR);
                    assertThat(take.references().size()).isZero();
                    assertThat(take.file()).isNull();
                }
            }
            assertThat(MmIntegrity.check(kernel.mm())).isEmpty();
        }
        assertThat(steps)
                .as("lock, three pages, the walk's end, unlock and what is around them")
                .isGreaterThan(PAGES + 3);
    }

    @Test
    void aPinThatIsKilledAnswersEintr() {
        Kernel kernel = Kernel.boot(KernelVersion.parse("6.18"));
        Task a = kernel.newTask("A");
        PageReferences into = new PageReferences(kernel.mm(), "A", true);
        GetUserPages pin = new GetUserPages(a.cpu(), a.mm(), BUF, 1, GetUserPages.FOLL_PIN, into);
        a.cpu().actor().start(pin);
        assertThat(a.cpu().actor().step()).isTrue();
        a.cpu().actor().kill();
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(pin.result()).isEqualTo(Errno.EINTR);
        assertThat(a.mm().mmapLock().free()).isTrue();
    }
}
