package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.boot;
import static io.github.accelbed.odp.Machines.deviceEntry;
import static io.github.accelbed.odp.Machines.notifiers;
import static io.github.accelbed.odp.Machines.passes;
import static io.github.accelbed.odp.Machines.pte;
import static io.github.accelbed.odp.Machines.withBuffer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dispute of claim 004: A shares page P with the device, forks B, somebody writes. The table of the facts, row by row: A's entry,
 * B's entry, the device's entry. The pages are named P, P1, P2 in order of appearance.
 */
class EventTableTest {
    private final List<Integer> names = new ArrayList<>();

    private @Nullable TestMachine machine;
    private @Nullable Task a;
    private @Nullable Task b;
    private @Nullable AccessQueue q;

    private TestMachine m() {
        return requireNonNull(machine);
    }

    private Task a() {
        return requireNonNull(a);
    }

    private Task b() {
        return requireNonNull(b);
    }

    private AccessQueue q() {
        return requireNonNull(q);
    }

    private String name(long entry) {
        if (!Pte.present(entry)) {
            return "none";
        }
        int frame = Pte.frame(entry);
        if (!names.contains(frame)) {
            names.add(frame);
        }
        int index = names.indexOf(frame);
        return "P" + (index == 0 ? "" : index) + (Pte.writable(entry) ? " rw" : " ro");
    }

    private String row() {
        return name(pte(a(), BUF)) + " | " + (b == null ? "-" : name(pte(b(), BUF))) + " | "
                + name(deviceEntry(q(), BUF));
    }

    /** Row 0: A touched P, the device wrote it. */
    private void share(KernelVersion version, boolean writable) {
        machine = boot(version);
        a = withBuffer(m(), "A", 1);
        m().write(a(), BUF, 1);
        q = m().open(a(), "q");
        assertThat(m().map(a(), q(), BUF, 1, writable)).isEqualTo(Errno.OK);
        if (writable) {
            assertThat(m().deviceWrite(q(), BUF, 2)).isEqualTo(Errno.OK);
            assertThat(row()).isEqualTo("P rw | - | P rw");
        } else {
            assertThat(m().deviceRead(q(), BUF)).isEqualTo(1);
            assertThat(row()).isEqualTo("P rw | - | P ro");
        }
    }

    /** Rows 1 and 2. */
    private void fork(KernelVersion version, boolean writable) {
        share(version, writable);
        Fork fork = new Fork(m().kernel().processes(), a(), "B");
        a().cpu().actor().start(fork);
        while (deviceEntry(q(), BUF) != 0) {
            assertThat(name(pte(a(), BUF)))
                    .as("nothing is protected before the device let go")
                    .isEqualTo("P rw");
            a().cpu().actor().step();
        }
        assertThat(row()).isEqualTo("P rw | - | none");
        assertThat(a().cpu().actor().run()).isTrue();
        b = fork.child();
        assertThat(row()).isEqualTo("P ro | P ro | none");
        assertThat(m().access().safetyViolations()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whenTheParentWritesFirstTheDeviceFollowsItToItsCopy(KernelVersion version) {
        fork(version, true);
        m().write(a(), BUF, 3);
        assertThat(row()).as("3a").isEqualTo("P1 rw | P ro | none");
        assertThat(m().deviceRead(q(), BUF)).isEqualTo(3);
        assertThat(row()).as("4a").isEqualTo("P1 rw | P ro | P1 rw");
        assertThat(passes(q())).isEqualTo(1);
        assertThat(m().read(b(), BUF)).as("what B sees").isEqualTo(2);
        assertThat(q().engine().stale()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whenTheDeviceReadsFirstItBreaksCopyOnWriteForTheParentInTwoPasses(KernelVersion version) {
        fork(version, true);
        assertThat(m().deviceRead(q(), BUF)).isEqualTo(2);
        assertThat(row()).as("3b").isEqualTo("P1 rw | P ro | P1 rw");
        assertThat(passes(q())).isEqualTo(2);
        // Up to 5.9 the registration has not entered the page, so the write before the fork was a fault too.
        assertThat(q().engine().faults()).isEqualTo(version.since(5, 10) ? 1 : 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whenTheDeviceWritesFirstTheChildDoesNotSeeIt(KernelVersion version) {
        fork(version, true);
        assertThat(m().deviceWrite(q(), BUF, 4)).isEqualTo(Errno.OK);
        assertThat(row()).as("3b").isEqualTo("P1 rw | P ro | P1 rw");
        assertThat(passes(q())).isEqualTo(2);
        assertThat(m().read(a(), BUF)).isEqualTo(4);
        assertThat(m().read(b(), BUF)).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whenTheChildWritesFirstTheParentKeepsThePage(KernelVersion version) {
        fork(version, true);
        m().write(b(), BUF, 5);
        assertThat(row()).as("3c").isEqualTo("P ro | P1 rw | none");
        long before = notifiers(a()).rangesStarted();
        m().write(a(), BUF, 6);
        assertThat(row()).as("4c, A writes").isEqualTo("P rw | P1 rw | none");
        assertThat(notifiers(a()).rangesStarted()).as("a reuse tells nobody").isEqualTo(before);
        assertThat(m().deviceRead(q(), BUF)).isEqualTo(6);
        assertThat(row()).isEqualTo("P rw | P1 rw | P rw");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void afterTheChildWroteTheDevicesWriteReusesThePageInOnePass(KernelVersion version) {
        fork(version, true);
        m().write(b(), BUF, 5);
        assertThat(m().deviceWrite(q(), BUF, 7)).isEqualTo(Errno.OK);
        assertThat(row()).as("4c, the device writes").isEqualTo("P rw | P1 rw | P rw");
        assertThat(passes(q())).isEqualTo(1);
        assertThat(m().read(a(), BUF)).isEqualTo(7);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whenTheChildExitsFirstTheParentReusesThePage(KernelVersion version) {
        fork(version, true);
        m().exit(b());
        b = null;
        assertThat(row()).as("3d").isEqualTo("P ro | - | none");
        m().write(a(), BUF, 8);
        assertThat(m().deviceRead(q(), BUF)).isEqualTo(8);
        assertThat(row()).isEqualTo("P rw | - | P rw");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aReadOnlyRegionSharesThePageWithTheChildUntilTheParentWrites(KernelVersion version) {
        fork(version, false);
        assertThat(m().deviceRead(q(), BUF)).isEqualTo(1);
        assertThat(row()).as("3b, read-only").isEqualTo("P ro | P ro | P ro");
        long before = q().invalidations();
        m().write(a(), BUF, 9);
        assertThat(row()).isEqualTo("P1 rw | P ro | none");
        assertThat(q().invalidations()).isEqualTo(before + 1);
        assertThat(m().deviceRead(q(), BUF)).isEqualTo(9);
        assertThat(row()).isEqualTo("P1 rw | P ro | P1 ro");
    }
}
