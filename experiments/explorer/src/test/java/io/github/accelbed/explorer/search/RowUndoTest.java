package io.github.accelbed.explorer.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.explorer.Heap;
import io.github.accelbed.explorer.Woven;
import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.Explorable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards against a row with stores that the trail does not know: every row, in random orders, back and forth. */
class RowUndoTest {
    private static final Scenario SCENARIO = Woven.scenario("""
            explore events evict reclaim prefetch migrate
            run
              A: mmap buf 2
              A: write buf "old"
              par
                A: open q -> o
                A: map q buf rw -> m
                A: fork B -> f
                A: write buf "new" -> w
                A: close q -> c
              and
                A: mmap more 1
                A: write more 1
                A: munmap buf[1] -> u
              end
            expect
              o = ok
            """);

    private static final Scenario JOBS = Woven.scenario("""
            explore events evict reclaim prefetch migrate
            run
              A: mmap buf 2
              A: write buf "old"
              A: open q
              A: map q buf rw -> m
              par
                A: fork B -> f
                A: write buf "new" -> w
                A: munmap buf -> u
                A: close q -> c
              and
                q: read buf -> r0
                q: write buf[1] 5 -> r1
                q: copy buf[0] buf[1] -> r2
              end
            expect
              m = ok
            """);

    static List<String> rows() {
        return Backends.ids();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void goingBackGivesTheSameFormAndTheSameHeap(String row) {
        backAndForth(SCENARIO, row, 1);
        backAndForth(JOBS, row, 2);
    }

    private static void backAndForth(Scenario scenario, String row, long seed) {
        Woven cell = Woven.begun(scenario, row, "6.18");
        Explorable world = cell.world();
        Trail trail = cell.trail();
        trail.begin(false);
        StateForm form = new StateForm(world, trail, cell.counters());
        Random random = new Random(seed);
        List<Integer> marks = new ArrayList<>();
        List<byte[]> forms = new ArrayList<>();
        List<Long> heaps = new ArrayList<>();
        for (int walk = 0; walk < 4; walk++) {
            int way = 0;
            while (way < 400 && any(world, trail, random)) {
                way++;
                form.noteStores(marks.isEmpty() ? 0 : marks.get(marks.size() - 1));
                if (random.nextInt(12) == 0) {
                    marks.add(trail.mark());
                    forms.add(bytes(form));
                    heaps.add(Heap.of(world));
                }
            }
            int back = random.nextInt(marks.size());
            trail.undoTo(marks.get(back));
            assertThat(bytes(form)).as("walk " + walk).isEqualTo(forms.get(back));
            assertThat(Heap.of(world)).as("walk " + walk).isEqualTo(heaps.get(back));
            marks.subList(back + 1, marks.size()).clear();
            forms.subList(back + 1, forms.size()).clear();
            heaps.subList(back + 1, heaps.size()).clear();
        }
        assertThat(forms.stream().map(Arrays::hashCode).distinct()).hasSameSizeAs(forms);
    }

    private static byte[] bytes(StateForm form) {
        FormBytes bytes = form.write();
        return Arrays.copyOf(bytes.bytes(), bytes.length());
    }

    private static boolean any(Explorable world, Trail trail, Random random) {
        int mark = trail.mark();
        int first = random.nextInt(world.actors());
        for (int i = 0; i < world.actors(); i++) {
            if (world.step((first + i) % world.actors())) {
                return true;
            }
            trail.undoTo(mark);
        }
        return world.giveUp();
    }
}
