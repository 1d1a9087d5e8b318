package io.github.accelbed.model.mm;

import static io.github.accelbed.model.mm.GetUserPages.FOLL_PIN;
import static io.github.accelbed.model.mm.GetUserPages.FOLL_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who keeps the page: the decision table of section 2.3 of the facts on memory management, typed by hand. A owns page P, which
 * holds 1; device D takes a writable reference; then A forks B. A cell is what everybody reads afterwards, in the order in
 * which they look: {@code D2 A3 B1} says that the device read 2, then A read 3, then B read 1.
 */
class CowDecisionTableTest {
    private static final long V = 100;

    // In each row up to 13: A writes 2, D reads, D writes 3, the processes read; what differs stands beside the row.
    private static final String TABLE = """
            row  | E1, E2     | E3 PIN     | E3 GET     | E4, E5 PIN | E4, E5 GET
            1    | D1 A2 B3   | D2 A3 B1   | D1 A2 B3   | D2 A3 B1   | D1 A2 B3
            2    | D2 A3 B9   | D2 A3 B9   | D1 A2 B9   | D2 A3 B9   | D1 A2 B9
            3    | D2 A3      | D2 A3      | D1 A2      | D2 A3      | D1 A2
            3x   | D2 A3      | D2 A3      | D1 A2      | D2 A3      | D1 A2
            3m   | D2 A3      | D2 A3      | D1 A2      | D2 A3      | D1 A2
            4    | P=DAB      | P=DA       | P=DAB      | P=DA       | P=DAB
            5    | A3 B3      | A3 B1      | A3 B3      | A3 B1      | A3 B3
            6    | B3 kept    | B1 freed   | B3 kept    | B1 freed   | B3 kept
            7    | D2 A3 BSIGSEGV | D2 A3 BSIGSEGV | D2 A3 BSIGSEGV | D2 A3 BSIGSEGV | D2 A3 BSIGSEGV
            8    | D2 A3 B0   | D2 A3 B0   | D2 A3 B0   | D2 A3 B0   | D2 A3 B0
            9    | D2 A3 B3   | D2 A3 B3   | D2 A3 B3   | D2 A3 B3   | D2 A3 B3
            10   | D9 D2 A3   | D9 D2 A3   | D9 D2 A3   | D9 D2 A3   | D9 D2 A3
            11   | D2 A3 B1   | D2 A3 B1   | D2 A3 B1   | D2 A3 B1   | D2 A3 B1
            12   | D1 A2 B1 C3 | D2 A3 B1 C1 | D1 A2 B1 C3 | D2 A3 B1 C1 | D1 A2 B1 C3
            13   | D2 A3      | D1 A2      | D1 A2      | D2 A3      | D2 A3
            14   | A0 D1 A2   | A0 D1 A2   | A0 D1 A2   | A0 D1 A2   | A0 D1 A2
            15   | D1 freed   | D1 freed   | D1 freed   | D1 freed   | D1 freed
            """;

    private static final Map<String, BiFunction<MmWorld, Integer, String>> SCENES = new TreeMap<>();

    static {
        SCENES.put("1", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            return s.aWrites().see("A", "B");
        });
        SCENES.put("2", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            w.write(s.b, V, 9);
            return s.aWrites().see("A", "B");
        });
        SCENES.put("3", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            w.exit(s.b);
            return s.aWrites().see("A");
        });
        SCENES.put("3x", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            w.exec(s.b);
            return s.aWrites().see("A");
        });
        SCENES.put("3m", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            w.munmap(s.b, V, 1);
            return s.aWrites().see("A");
        });
        SCENES.put("4", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            assertThat(List.of(w.load(s.a, V), w.load(s.b, V), Long.toString(w.deviceRead(s.d))))
                    .containsExactly("1", "1", "1");
            String holders = "P=D";
            holders += w.frame(s.a, V) == s.d.frame(0) ? "A" : "";
            return holders + (w.frame(s.b, V) == s.d.frame(0) ? "B" : "");
        });
        SCENES.put("5", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            w.deviceWrite(s.d, 3);
            return s.see("A", "B");
        });
        SCENES.put("6", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0).fork();
            w.exit(s.a);
            w.deviceWrite(s.d, 3);
            return s.see("B") + s.unpin();
        });
        SCENES.put("7", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0);
            w.madvise(s.a, V, 1, Madvise.Advice.DONTFORK);
            return s.fork().aWrites().see("A", "B");
        });
        SCENES.put("8", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0);
            w.madvise(s.a, V, 1, Madvise.Advice.WIPEONFORK);
            return s.fork().aWrites().see("A", "B");
        });
        SCENES.put(
                "9",
                (w, flags) ->
                        Scene.pinned(w, flags, Vma.SHARED).fork().aWrites().see("A", "B"));
        SCENES.put("10", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0);
            Task child = w.vfork(s.a, "B");
            w.write(child, V, 9);
            s.log.add("D" + w.deviceRead(s.d));
            w.exec(child);
            return s.aWrites().see("A");
        });
        SCENES.put("11", (w, flags) -> {
            Scene s = Scene.written(w, 0).fork();
            s.pin(flags);
            return s.aWrites().see("A", "B");
        });
        SCENES.put("12", (w, flags) -> {
            Scene s = Scene.written(w, 0).fork();
            s.pin(flags);
            s.c = w.fork(s.a, "C");
            return s.aWrites().see("A", "B", "C");
        });
        SCENES.put("13", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0);
            w.mprotect(s.a, V, 1, MmWorld.RO);
            w.mprotect(s.a, V, 1, MmWorld.RW);
            return s.aWrites().see("A");
        });
        SCENES.put("14", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0);
            w.madvise(s.a, V, 1, Madvise.Advice.DONTNEED);
            s.see("A");
            return s.aWrites().see("A");
        });
        SCENES.put("15", (w, flags) -> {
            Scene s = Scene.pinned(w, flags, 0);
            w.munmap(s.a, V, 1);
            s.log.add("D" + w.deviceRead(s.d));
            return s.see() + s.unpin();
        });
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (String line : TABLE.lines().skip(1).toList()) {
            String[] row = line.split("\\|", -1);
            for (String kernel : MmWorld.kernels().toList()) {
                for (boolean pin : new boolean[] {true, false}) {
                    int column = switch (MmWorld.era(kernel)) {
                        case "E1", "E2" -> 1;
                        case "E3" -> pin ? 2 : 3;
                        default -> pin ? 4 : 5;
                    };
                    cells.add(Arguments.of(row[0].strip(), kernel, pin ? "FOLL_PIN" : "FOLL_GET", row[column].strip()));
                }
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "row {0} on {1} with {2}: {3}")
    @MethodSource("cells")
    void theTableSaysWhoKeepsThePage(String row, String kernel, String reference, String expected) {
        int flags = FOLL_WRITE | (reference.equals("FOLL_PIN") ? FOLL_PIN : 0);
        assertThat(SCENES.get(row).apply(new MmWorld(kernel), flags)).isEqualTo(expected);
    }

    /** One run: the page at V, its owner A, the device's reference, and what was seen so far. */
    private static final class Scene {
        final MmWorld world;
        final List<String> log = new ArrayList<>();
        final Task a;
        Task b;
        Task c;
        PageReferences d;

        private Scene(MmWorld world, int areaFlags) {
            this.world = world;
            a = world.task("A");
            world.map(a, V, 1, MmWorld.RW | areaFlags);
            world.write(a, V, 1);
        }

        static Scene written(MmWorld world, int areaFlags) {
            return new Scene(world, areaFlags);
        }

        static Scene pinned(MmWorld world, int flags, int areaFlags) {
            Scene scene = new Scene(world, areaFlags);
            scene.pin(flags);
            return scene;
        }

        void pin(int flags) {
            d = world.gup(a, V, 1, flags);
        }

        Scene fork() {
            b = world.fork(a, "B");
            return this;
        }

        /** A writes 2, the device reads, then writes 3. */
        Scene aWrites() {
            world.write(a, V, 2);
            log.add("D" + world.deviceRead(d));
            world.deviceWrite(d, 3);
            return this;
        }

        String see(String... readers) {
            for (String reader : readers) {
                Task task = Map.of("A", a, "B", b == null ? a : b, "C", c == null ? a : c)
                        .get(reader);
                log.add(reader + world.load(task, V));
            }
            return String.join(" ", log);
        }

        /** Whether anybody kept the page when the device let it go. */
        String unpin() {
            int frame = d.frame(0);
            assertThat(world.memory().isFree(frame)).isFalse();
            d.release();
            world.check();
            return world.memory().isFree(frame) ? " freed" : " kept";
        }
    }
}
