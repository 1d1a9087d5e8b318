package io.github.accelbed.model.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What engines compute: right from the right pages, and wrong from a wrong one. */
class JobTest {
    private static final long IN = 0x1000;
    private static final long OUT = 0x2000;
    private static final int PAGES = 8;

    private final Kernel kernel = Kernel.boot(KernelVersion.parse("6.1"));
    private final Task task = kernel.newTask("A");
    private final Cpu cpu = kernel.newCpu("q");
    private final DeviceAccess engine = engine();

    /** The process's own table, with a page that may be another than the one asked for. */
    private final class OwnTable implements AddressTranslator {
        @Override
        public int prefetch(long vpn, boolean write) {
            return 0;
        }

        @Override
        public int translate(long vpn, boolean write) {
            long pte = task.mm().pageTable().walk(vpn == wrong ? IN + PAGES : vpn);
            return Pte.grants(pte, write) ? Pte.frame(pte) : ABORT;
        }

        @Override
        public Operation<?> fault(long vpn, boolean write) {
            throw new AssertionError("no fault is possible");
        }

        @Override
        public Errno faultResult() {
            return Errno.EFAULT;
        }

        @Override
        public MmStruct meant(long vpn) {
            return task.mm();
        }
    }

    private long wrong = -1;

    private DeviceAccess engine() {
        HwQueue queue = kernel.addDevice("zip", 1).allocQueue();
        assertThat(queue).isNotNull();
        queue.start();
        for (long start : new long[] {IN, OUT}) {
            task.cpu()
                    .actor()
                    .start(new Mmap(task.cpu(), task.mm(), start, PAGES + 1, Vma.READ | Vma.WRITE, null, null));
            assertThat(task.cpu().actor().run()).isTrue();
            for (int i = 0; i <= PAGES; i++) {
                write(start + i, start == IN ? 100 + i : 0);
            }
        }
        return new DeviceAccess(kernel.mm(), queue, new OwnTable());
    }

    private void write(long vpn, long value) {
        task.cpu().actor().start(new CpuAccess(task.cpu()).write(task.mm(), vpn, value));
        assertThat(task.cpu().actor().run()).isTrue();
    }

    private long[] pages(long start, int count) {
        long[] pages = new long[count];
        for (int i = 0; i < count; i++) {
            pages[i] = kernel.mm().memory().read(Pte.frame(task.mm().pageTable().walk(start + i)));
        }
        return pages;
    }

    private long run(Job job, long from, long to, int pages, long operand) {
        engine.descriptor().job(job, from, to, pages, operand);
        cpu.actor().start(engine);
        assertThat(cpu.actor().run()).isTrue();
        assertThat(engine.result()).isEqualTo(Errno.OK);
        return engine.value();
    }

    @Test
    void aReceivedStreamFillsTheTargetInOrder() {
        run(Job.RECEIVE, 0, OUT, 3, 42);
        assertThat(pages(OUT, 4)).containsExactly(Stamps.packet(42, 0), Stamps.packet(42, 1), Stamps.packet(42, 2), 0L);
    }

    @Test
    void decryptionInPlaceGivesWhatWasEncrypted() {
        for (int i = 0; i < 3; i++) {
            write(IN + i, Stamps.encrypt(i, 77));
        }
        run(Job.DECRYPT, IN, IN, 3, 77);
        assertThat(pages(IN, 4)).containsExactly(0, 1, 2, 103);
    }

    @Test
    void decryptionWithAnotherKeyDoesNot() {
        write(IN, Stamps.encrypt(1, 77));
        run(Job.DECRYPT, IN, IN, 1, 78);
        assertThat(pages(IN, 1)).doesNotContain(1);
    }

    @ParameterizedTest(name = "{0} pages")
    @ValueSource(ints = {1, 2, 3, 4, 5, 8})
    void twoPagesAreCompressedIntoOneAndAnOddOneStaysAlone(int pages) {
        run(Job.COMPRESS, IN, OUT, pages, 0);
        long[] expected = new long[PAGES];
        for (int i = 0; i < pages; i++) {
            expected[i / 2] = Stamps.digest(expected[i / 2], 100 + i);
        }
        assertThat(pages(OUT, PAGES)).containsExactly(expected);
        assertThat(pages(IN, 2)).as("the input stays").containsExactly(100, 101);
    }

    @Test
    void aReductionLeavesMemoryAloneAndDependsOnTheOrder() {
        long sum = run(Job.REDUCE, IN, 0, 2, 0);
        assertThat(sum).isEqualTo(Stamps.digest(Stamps.digest(0, 100), 101));
        write(IN, 101);
        write(IN + 1, 100);
        assertThat(run(Job.REDUCE, IN, 0, 2, 0)).isNotEqualTo(sum);
        assertThat(pages(OUT, 2)).containsOnly(0);
    }

    @Test
    void theDummyCopies() {
        run(DeviceKind.DUMMY.job(), IN, OUT, 3, 0);
        assertThat(pages(OUT, 4)).containsExactly(100, 101, 102, 0);
    }

    @ParameterizedTest
    @EnumSource(DeviceKind.class)
    void oneWrongPageIsSeenInEveryDevicesResult(DeviceKind kind) {
        String right = result(kind);
        for (long page : new long[] {IN, IN + 1, IN + 3}) {
            JobTest other = new JobTest();
            other.wrong = kind == DeviceKind.NIC ? page - IN + OUT : page;
            assertThat(other.result(kind)).as("with page %s wrong", page).isNotEqualTo(right);
            assertThat(other.engine.stale()).isPositive();
        }
    }

    private String result(DeviceKind kind) {
        boolean inPlace = kind == DeviceKind.RSA;
        long value = run(kind.job(), IN, inPlace ? IN : OUT, 4, 3);
        return value + Arrays.toString(pages(IN, PAGES)) + Arrays.toString(pages(OUT, PAGES));
    }

    @Test
    void aJobWithoutPagesIsRefused() {
        assertThatThrownBy(() -> engine.descriptor().job(Job.COPY, IN, OUT, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void packetsAndDigestsDiffer() {
        Set<Long> seen = new LinkedHashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(Stamps.packet(1, i))).isTrue();
            assertThat(seen.add(Stamps.digest(0, i))).isTrue();
            assertThat(Stamps.decrypt(Stamps.encrypt(i, i * 31L), i * 31L)).isEqualTo(i);
        }
    }

    @Test
    void onlyZipHasTheQueuesOfTheRealDevice() {
        assertThat(DeviceKind.ZIP.queues()).isEqualTo(1024);
        assertThat(Arrays.stream(DeviceKind.values()).filter(kind -> kind.queues() == 16))
                .hasSize(6);
        assertThat(DeviceKind.ZIP.id()).isEqualTo("zip");
    }
}
