package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.process.CloneVm;
import io.github.accelbed.model.process.Exec;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which waits for mmap_lock a SIGKILL ends, by release. */
class KilledWaitTest {
    private static final long V = 512;

    private final Errno[] answer = new Errno[1];

    /** Whether A, which waits in the call because another writes, goes on when it is killed; if not, it does when the lock is free. */
    private boolean killEnds(String kernel, BiFunction<MmWorld, Task, Operation<?>> call) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, 2, MmWorld.RW, null);
        Operation<?> waiting = call.apply(world, a);
        Actor holder = world.kernel().root().actor();
        assertThat(a.mm().mmapLock().lock(holder)).isTrue();
        MmStruct mm = a.mm();
        Actor cpu = a.cpu().actor();
        cpu.start(waiting);
        assertThat(cpu.run()).isFalse();
        cpu.kill();
        boolean ended = cpu.run();
        mm.mmapLock().unlock(holder);
        assertThat(cpu.run()).isTrue();
        answer[0] = waiting.result();
        assertThat(mm.mmapLock().free()).isTrue();
        assertThat(world.mm().mms().contains(mm)).isTrue();
        assertThat(MmIntegrity.check(world.mm())).isEmpty();
        return ended;
    }

    @ParameterizedTest
    @CsvSource({"4.20", "5.10", "6.1", "7.0"})
    void callsThatChangeAreasAreKilledOnEveryKernel(String kernel) {
        assertThat(killEnds(kernel, (w, a) -> new Munmap(a.cpu(), a.mm(), V, 1)))
                .isTrue();
        assertThat(answer[0]).isEqualTo(Errno.EINTR);
        assertThat(killEnds(kernel, (w, a) -> new Mprotect(a.cpu(), a.mm(), V, 1, Vma.READ)))
                .isTrue();
        assertThat(killEnds(kernel, (w, a) -> new Mremap(a.cpu(), a.mm(), V, 1, 2 * V)))
                .isTrue();
        assertThat(killEnds(kernel, (w, a) -> new Mmap(a.cpu(), a.mm(), 2 * V, 1, MmWorld.RW, null, null)))
                .isTrue();
        assertThat(killEnds(kernel, (w, a) -> new Madvise(a.cpu(), a.mm(), V, 1, Madvise.Advice.DONTFORK)))
                .isTrue();
        assertThat(killEnds(kernel, (w, a) -> new Fork(w.kernel().processes(), a, "B")))
                .isTrue();
        assertThat(answer[0]).isEqualTo(Errno.EINTR);
    }

    @ParameterizedTest
    @CsvSource({"4.20", "5.10", "6.1", "7.0"})
    void adviceThatOnlyDropsPagesIsNotKilled(String kernel) {
        assertThat(killEnds(kernel, (w, a) -> new Madvise(a.cpu(), a.mm(), V, 1, Madvise.Advice.DONTNEED)))
                .isFalse();
        assertThat(answer[0]).isEqualTo(Errno.OK);
        assertThat(killEnds(kernel, (w, a) -> new Madvise(a.cpu(), a.mm(), V, 1, Madvise.Advice.FREE)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4.20,false", "6.1,false", "6.4,false", "6.5,true", "7.0,true"})
    void aUserFaultIsKilledFromSixFiveOn(String kernel, boolean killable) {
        assertThat(killEnds(kernel, (w, a) -> new CpuAccess(a.cpu()).write(a.mm(), V, 1)))
                .isEqualTo(killable);
        assertThat(answer[0]).as("the store is not tried again").isEqualTo(Errno.EINTR);
    }

    @ParameterizedTest
    @CsvSource({"5.10,false,EINTR", "6.2,false,EINTR", "6.3,true,EAGAIN", "7.0,true,EAGAIN"})
    void aPinThatTakesTheLockItselfIsKilledFromSixThreeOn(String kernel, boolean killable, Errno why) {
        assertThat(killEnds(
                        kernel,
                        (w, a) -> new GetUserPages(
                                        a.cpu(), a.mm(), V, 1, 0, new PageReferences(w.mm(), a.name(), false))
                                .unlocked()))
                .isEqualTo(killable);
        assertThat(answer[0]).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({"5.10", "7.0"})
    void aPinUnderItsCallersLockIsNotKilled(String kernel) {
        assertThat(killEnds(
                        kernel,
                        (w, a) -> new GetUserPages(
                                a.cpu(), a.mm(), V, 1, 0, new PageReferences(w.mm(), a.name(), false))))
                .isFalse();
        assertThat(answer[0]).as("the check before the first page").isEqualTo(Errno.EINTR);
    }

    @ParameterizedTest
    @CsvSource({"4.20,false", "5.15,false", "5.17,true", "7.0,true"})
    void anExecIsKilledFromFiveSixteenOn(String kernel, boolean killable) {
        assertThat(killEnds(kernel, (w, a) -> {
                    // Somebody else has the address space too, so that it is there afterwards.
                    w.run(a, new CloneVm(w.kernel().processes(), a, "B"));
                    return new Exec(w.kernel().processes(), a);
                }))
                .isEqualTo(killable);
        assertThat(answer[0]).isEqualTo(killable ? Errno.EINTR : Errno.OK);
    }
}
