package io.github.accelbed.uacce.idxd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rest of idxd's table of misuses: what an administrator meets at enable, and calls beside open. */
class IdxdErrnoTest {
    private final TestMachine latest = boot("7.0");

    private static TestMachine boot(String kernel) {
        return new TestMachine(new IdxdSwqBackend(), KernelVersion.parse(kernel), 2);
    }

    private static IdxdDriver driver(TestMachine m) {
        return ((IdxdAccess) m.access()).driver();
    }

    private static Errno enable(TestMachine m) {
        return m.run(m.kernel().root().actor(), new EnableWq(m.device())).result();
    }

    private static Errno write(TestMachine m, Task task, IdxdClient client, boolean batch) {
        return m.run(task, new WriteDescriptor(driver(m), task, client, batch)).result();
    }

    private static Errno mmap(TestMachine m, Task task, IdxdClient client, long pages) {
        return m.run(task, new MapPortal(driver(m), task, client, pages)).result();
    }

    @Test
    void aQueueForUsersOfADeviceWithoutSvaIsNotEnabled() {
        assertThat(enable(latest)).isEqualTo(Errno.OK);
        latest.device().limitPasids(0);
        assertThat(enable(latest)).isEqualTo(Errno.EOPNOTSUPP);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"6.14, OK, false", "6.15, EPERM, true", "7.0, EPERM, true"})
    @Tag("unverified")
    void aChildsWriteAndPollOfItsParentsQueue(String kernel, Errno answer, boolean invalid) {
        TestMachine m = boot(kernel);
        Task a = m.task("A");
        IdxdClient q = (IdxdClient) m.open(a, "q");
        Task b = m.fork(a, "B");
        assertThat(write(m, a, q, false)).isEqualTo(Errno.OK);
        assertThat(write(m, b, q, false)).isEqualTo(answer);
        PollWq own = m.run(a, new PollWq(driver(m), a, q));
        PollWq inherited = m.run(b, new PollWq(driver(m), b, q));
        assertThat(own.invalid()).isFalse();
        assertThat(inherited.invalid()).isEqualTo(invalid);
    }

    /** Whoever may not map it learns nothing of its size. */
    @Test
    @Tag("unverified")
    void aChildsMappingOfTwoPagesIsRefusedForTheChildNotForThePages() {
        Task a = latest.task("A");
        IdxdClient q = (IdxdClient) latest.open(a, "q");
        Task b = latest.fork(a, "B");
        assertThat(mmap(latest, b, q, 2)).isEqualTo(Errno.EPERM);
        assertThat(mmap(latest, a, q, 2)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void aClosedDescriptorPollsAsInvalidAndWritesAsEbadf() {
        Task a = latest.task("A");
        IdxdClient q = (IdxdClient) latest.open(a, "q");
        latest.closeRaw(a, q);
        PollWq poll = latest.run(a.cpu().actor(), new PollWq(driver(latest), a, q));
        assertThat(poll.invalid()).isTrue();
        assertThat(poll.result()).isEqualTo(Errno.OK);
        assertThat(write(latest, a, q, false)).isEqualTo(Errno.EBADF);
    }

    /** DSA's first generation; write(2) is a change of 2024. */
    @ParameterizedTest(name = "{0}: {1}, a batch {2}")
    @CsvSource({"6.1, EINVAL, EINVAL", "6.12, OK, EINVAL", "7.0, OK, EINVAL"})
    @Tag("unverified")
    void aWriteSubmitsOneDescriptor(String kernel, Errno single, Errno batch) {
        TestMachine m = boot(kernel);
        Task a = m.task("A");
        IdxdClient q = (IdxdClient) m.open(a, "q");
        assertThat(write(m, a, q, false)).isEqualTo(single);
        assertThat(write(m, a, q, true)).isEqualTo(batch);
    }
}
