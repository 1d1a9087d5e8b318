package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.TakePages;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page-cache page pinned in a private mapping: 5.9 to 5.18 copied it at fork like any pinned page, others share it. */
class PinnedFilePageAtForkTest {
    private static final long BUF = 0x1000;

    private static void run(Task task, Operation<?> operation) {
        task.cpu().actor().start(operation);
        assertThat(task.cpu().actor().run()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"4.20, true", "5.9, false", "5.18, false", "5.19, true", "6.18, true"})
    void aChildSharesAPinnedPageOfTheFileExceptWherePinsOfAnyKindAreCopied(String version, boolean shares) {
        Kernel kernel = Kernel.boot(KernelVersion.parse(version));
        Task a = kernel.newTask("A");
        run(
                a,
                new Mmap(
                        a.cpu(),
                        a.mm(),
                        BUF,
                        2,
                        Vma.READ | Vma.WRITE,
                        kernel.mm().file("F"),
                        null));
        // The other page makes the area one that fork copies; this one stays the file's.
        run(a, new CpuAccess(a.cpu()).write(a.mm(), BUF + 1, 7));
        run(a, new CpuAccess(a.cpu()).read(a.mm(), BUF));
        run(a, new TakePages(a, BUF, 1, GetUserPages.FOLL_PIN));
        long before = a.mm().pageTable().walk(BUF);
        Fork fork = new Fork(kernel.processes(), a, "B");
        run(a, fork);

        long child = Objects.requireNonNull(fork.child()).mm().pageTable().walk(BUF);
        assertThat(Pte.frame(a.mm().pageTable().walk(BUF))).isEqualTo(Pte.frame(before));
        assertThat(Pte.frame(child) == Pte.frame(before)).isEqualTo(shares);
        assertThat(Pte.writable(child)).isEqualTo(!shares);
    }
}
