package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Mirrors that come and go while the address space changes: nothing stale may be entered, nobody may be passed over. */
class MirrorRegistrationTest {
    private static final long BUF = 0x1000;

    private final Kernel kernel = Kernel.boot(KernelVersion.parse("6.1"));
    private final Task a = kernel.newTask("A");

    private static final class Mirror extends MmuIntervalNotifier {
        private int told;

        Mirror(MmStruct mm, long start, long end) {
            super(mm, start, end);
        }

        @Override
        protected @Nullable Operation<?> invalidate(long from, long to, NotifierEvent event, long seq) {
            told++;
            return null;
        }
    }

    @Test
    void aMirrorThatArrivesDuringAChangeOfItsRangeWaitsEvenIfNoOtherMirrorIsConcerned() {
        MmuNotifierSubscriptions notifiers = a.mm().notifiers();
        Mirror elsewhere = new Mirror(a.mm(), BUF + 100, BUF + 101);
        notifiers.insert(elsewhere);
        notifiers.begin(BUF, BUF + 4);
        Mirror late = new Mirror(a.mm(), BUF, BUF + 4);
        notifiers.insert(late);

        assertThat(late.readBegin()).isEqualTo(-1);

        notifiers.finish();
        assertThat(late.readBegin()).isNotEqualTo(-1);
        assertThat(elsewhere.readBegin()).isNotEqualTo(-1);
    }

    @Test
    void aMirrorThatArrivesWhileAPageIsReclaimedUnheardWaitsForTheEnd() {
        a.cpu().actor().start(new Mmap(a.cpu(), a.mm(), BUF, 1, Vma.READ | Vma.WRITE, null, null));
        a.cpu().actor().run();
        a.cpu().actor().start(new CpuAccess(a.cpu()).write(a.mm(), BUF, 7));
        a.cpu().actor().run();
        kernel.root().actor().start(new ReclaimPage(kernel.root(), a.mm(), BUF));
        while (!a.mm().notifiers().invalidating()) {
            assertThat(kernel.root().actor().step()).isTrue();
        }
        Mirror late = new Mirror(a.mm(), BUF, BUF + 1);
        a.mm().notifiers().insert(late);

        assertThat(late.readBegin()).isEqualTo(-1);

        assertThat(kernel.root().actor().run()).isTrue();
        assertThat(late.readBegin()).isNotEqualTo(-1);
        assertThat(Pte.present(a.mm().pageTable().walk(BUF))).isFalse();
    }

    @Test
    void aMirrorCannotLeaveWhileMirrorsAreBeingTold() {
        Mirror first = new Mirror(a.mm(), BUF, BUF + 4);
        Mirror second = new Mirror(a.mm(), BUF, BUF + 4);
        a.mm().notifiers().insert(first);
        a.mm().notifiers().insert(second);
        NotifierRange range = new NotifierRange(a.cpu()).of(a.mm(), BUF, BUF + 4, NotifierEvent.CLEAR);
        a.cpu().actor().start(a.cpu().invalidateRangeStart(range));
        a.cpu().actor().step();

        assertThat(a.mm().notifiers().invalidatingIntervals()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> a.mm().notifiers().remove(first));

        a.cpu().actor().run();
        range.end(a.cpu().actor());
        a.mm().notifiers().remove(first);
        assertThat(second.told).isEqualTo(1);
        assertThat(a.mm().notifiers().intervals()).containsExactly(second);
    }
}
