package io.github.accelbed.vfio.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.iommufd.IommufdBackend;
import io.github.accelbed.vfio.row.VfioBackend;
import org.junit.jupiter.api.Test;

/** A daemon that hands mdevs out: what it saves its clients, what it cannot know, and what its own death costs. */
class MdevManagerTest {
    private final TestMachine m = new TestMachine(new VfioBackend(), KernelVersion.parse("6.18"), 3);
    private final Task daemon = m.task("D");
    private final MdevManager manager = MdevManager.of(m.access(), daemon, m.device());

    private Errno run(Task task, AccessOperation<?> operation) {
        return m.run(task, operation).result();
    }

    private Task client(String name) {
        Task task = m.task(name);
        assertThat(run(task, manager.lease(task))).isEqualTo(Errno.OK);
        assertThat(run(task, manager.open(task, OpenOptions.named("q" + name)))).isEqualTo(Errno.OK);
        return task;
    }

    @Test
    void everyClientPaysTheSameHoweverManyCameBefore() {
        for (String name : new String[] {"A", "B", "C"}) {
            assertThat(client(name).syscalls())
                    .as("two for the manager, six for VFIO")
                    .isEqualTo(8);
        }
        Task late = m.task("late");
        assertThat(run(late, manager.lease(late))).isEqualTo(Errno.EBUSY);
    }

    @Test
    void toLeaseAndOpenIsBothOrWhatFailedFirst() {
        Task a = m.task("A");
        OpenOperation<?> both = manager.leaseAndOpen(a, OpenOptions.named("qA"));
        assertThat(run(a, both)).isEqualTo(Errno.OK);
        assertThat(both.queue()).isNotNull();
        m.kill(daemon);
        Task b = m.task("B");
        OpenOperation<?> late = manager.leaseAndOpen(b, OpenOptions.named("qB"));
        assertThat(run(b, late)).isEqualTo(Errno.ESRCH);
        assertThat(late.queue()).isNull();
    }

    /** The kernel tells nobody that a group became idle, so the books stay behind until the manager finds out. */
    @Test
    void aDeadClientsInstanceIsBusyInTheBooksUntilTheManagerLearnsOfIt() {
        Task a = client("A");
        client("B");
        client("C");
        m.kill(a);
        assertThat(m.access().freeQueues(m.device())).as("idle in the kernel").isEqualTo(1);
        Task d = m.task("d");
        assertThat(run(d, manager.lease(d))).isEqualTo(Errno.EBUSY);
        manager.withdraw(a);
        assertThat(run(d, manager.lease(d))).isEqualTo(Errno.OK);
        assertThat(run(d, manager.open(d, OpenOptions.named("q")))).isEqualTo(Errno.OK);
        assertThat(m.access().mdevs(m.device())).isEqualTo(3);
    }

    @Test
    void aManagerThatDiesBetweenCreationAndHandOverLeavesAnOrphan() {
        Task a = m.task("A");
        AccessOperation<?> lease = manager.lease(a);
        a.cpu().actor().start(lease);
        while (m.access().mdevs(m.device()) == 0) {
            assertThat(a.cpu().actor().step()).isTrue();
        }
        m.kill(daemon);
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(lease.result()).isEqualTo(Errno.ESRCH);
        assertThat(m.access().mdevs(m.device())).isEqualTo(1);
        assertThat(manager.known()).isZero();
        assertThat(run(a, manager.lease(a))).isEqualTo(Errno.ESRCH);
        assertThat(run(a, m.access().open(a, m.device(), OpenOptions.named("q"))))
                .as("who tries finds it")
                .isEqualTo(Errno.OK);
    }

    @Test
    void aManagersDeathDoesNothingToClientsAndANewOneTriesEachGroup() {
        Task a = client("A");
        Task b = client("B");
        m.exit(b);
        manager.forget();
        m.exit(daemon);
        Task next = m.task("D2");
        MdevManager second = MdevManager.of(m.access(), next, m.device());
        assertThat(run(next, second.recover())).isEqualTo(Errno.OK);
        assertThat(second.known()).isEqualTo(2);
        assertThat(second.leased()).as("whose it is it does not know").isEqualTo(1);
        assertThat(next.syscalls()).as("getdents, two opens, one close").isEqualTo(4);
        assertThat(next.files().descriptors()).isEmpty();
        assertThat(a.alive()).isTrue();
        assertThat(run(next, second.lease(next))).isEqualTo(Errno.OK);
        assertThat(m.access().mdevs(m.device())).isEqualTo(2);
    }

    @Test
    void twoManagersThatDoNotKnowEachOtherCreateUntilNothingIsLeft() {
        MdevManager other = MdevManager.of(m.access(), m.task("D2"), m.device());
        m.exit(client("A"));
        Task b = m.task("B");
        assertThat(run(b, other.lease(b))).isEqualTo(Errno.OK);
        assertThat(m.access().mdevs(m.device()))
                .as("although the first one was idle")
                .isEqualTo(2);
    }

    /** Root takes an instance out of use: the books and the kernel agree, and its queue is free for anything. */
    @Test
    void aManagerRemovesOnlyWhatItsBooksCallFree() {
        Task a = client("A");
        client("B");
        assertThat(manager.removeFree()).isNull();
        m.kill(a);
        manager.withdraw(a);
        AccessOperation<?> removal = manager.removeFree();
        assertThat(removal).isNotNull();
        assertThat(run(daemon, removal)).isEqualTo(Errno.OK);
        assertThat(manager.removeFree()).isNull();
        assertThat(m.access().mdevs(m.device())).isEqualTo(1);
        assertThat(m.device().freeQueues()).isEqualTo(2);
    }

    /** A second look costs nothing for what the manager leased out itself, and finds what has become idle meanwhile. */
    @Test
    void aManagerThatLooksAgainTriesOnlyWhomItDoesNotKnow() {
        Task a = client("A");
        m.exit(daemon);
        Task next = m.task("D2");
        MdevManager second = MdevManager.of(m.access(), next, m.device());
        run(next, second.recover());
        Task b = m.task("B");
        assertThat(run(b, second.lease(b))).isEqualTo(Errno.OK);
        assertThat(run(b, second.open(b, OpenOptions.named("q")))).isEqualTo(Errno.OK);
        assertThat(second.unknown()).isEqualTo(1);
        m.exit(a);
        long before = next.syscalls();
        run(next, second.recover());
        assertThat(next.syscalls() - before)
                .as("getdents, open and close of A's")
                .isEqualTo(3);
        assertThat(second.unknown()).isZero();
        assertThat(second.leased()).isEqualTo(1);
    }

    @Test
    void onIommufdALeaseNeedsNoVainBind() {
        TestMachine i = new TestMachine(new IommufdBackend(), KernelVersion.parse("6.18"), 3);
        Task d = i.task("D");
        MdevManager managed = MdevManager.of(i.access(), d, i.device());
        for (String name : new String[] {"A", "B", "C"}) {
            Task task = i.task(name);
            assertThat(i.run(task.cpu().actor(), managed.lease(task)).result()).isEqualTo(Errno.OK);
            assertThat(i.run(task.cpu().actor(), managed.open(task, OpenOptions.named("q" + name)))
                            .result())
                    .isEqualTo(Errno.OK);
            assertThat(task.syscalls()).as("two for the manager, seven to open").isEqualTo(9);
        }
        Task next = i.task("D2");
        MdevManager second = MdevManager.of(i.access(), next, i.device());
        i.run(next.cpu().actor(), second.recover());
        assertThat(next.syscalls()).as("getdents, and five for each").isEqualTo(16);
        assertThat(second.unknown()).isEqualTo(3);
        assertThat(next.files().descriptors()).isEmpty();
    }
}
