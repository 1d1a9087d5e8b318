package io.github.accelbed.model.mm;

import static io.github.accelbed.model.mm.GetUserPages.FOLL_LONGTERM;
import static io.github.accelbed.model.mm.GetUserPages.FOLL_PIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does a read-only reference see what its owner writes later? The second table of section 2.3 of the facts on memory management,
 * typed by hand: the columns are the states of the entry when the reference is taken.
 */
class ReadOnlyPinTableTest {
    private static final long V = 100;

    private static final String TABLE = """
            state                      | E1         | E2         | E3    | E4         | E5
            shared with live child     | stale      | consistent | stale | consistent | consistent
            shared before, child gone  | consistent | consistent | stale | consistent | consistent
            exclusive, mprotect        | consistent | consistent | stale | consistent | consistent
            zero page                  | stale      | consistent | stale | stale      | consistent
            page cache, private        | stale      | consistent | stale | stale      | consistent
            FOLL_GET, shared           | stale      | consistent | stale | stale      | stale
            """;

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (String line : TABLE.lines().skip(1).toList()) {
            String[] row = line.split("\\|", -1);
            for (String kernel : MmWorld.kernels().toList()) {
                int column = MmWorld.era(kernel).charAt(1) - '0';
                cells.add(Arguments.of(row[0].strip(), kernel, row[column].strip()));
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @MethodSource("cells")
    void theTableSaysWhetherAReadOnlyReferenceSeesLaterWrites(String state, String kernel, String expected) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        long before = prepare(world, a, state);
        int flags = state.startsWith("FOLL_GET") ? 0 : FOLL_PIN | FOLL_LONGTERM;
        PageReferences held = world.gup(a, V, 1, flags);
        assertThat(world.deviceRead(held)).isEqualTo(before);
        world.write(a, V, 2);
        assertThat(world.load(a, V)).isEqualTo("2");
        assertThat(world.deviceRead(held)).isEqualTo(expected.equals("stale") ? before : 2);
        held.release();
        world.check();
    }

    /** What the page holds then. */
    private static long prepare(MmWorld world, Task a, String state) {
        if (state.startsWith("page cache")) {
            FileMapping file = world.mm().file("F");
            world.map(a, V + 10, 1, MmWorld.RW | Vma.SHARED, file);
            world.write(a, V + 10, 7);
            world.map(a, V, 1, MmWorld.RW, file);
            assertThat(world.load(a, V)).isEqualTo("7");
            return 7;
        }
        world.map(a, V, 1, MmWorld.RW);
        if (state.equals("zero page")) {
            assertThat(world.load(a, V)).isEqualTo("0");
            assertThat(world.frame(a, V)).isEqualTo(PhysicalMemory.ZERO_PAGE);
            return 0;
        }
        world.write(a, V, 1);
        if (state.startsWith("exclusive")) {
            world.mprotect(a, V, 1, MmWorld.RO);
            world.mprotect(a, V, 1, MmWorld.RW);
            return 1;
        }
        Task child = world.fork(a, "B");
        if (state.endsWith("child gone")) {
            world.exit(child);
        }
        assertThat(Pte.writable(world.pte(a, V))).isFalse();
        return 1;
    }
}
