package io.github.accelbed.explorer.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.explorer.Woven;
import io.github.accelbed.explorer.undo.Shape;
import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.explorer.undo.Undoable;
import io.github.accelbed.explorer.undo.WovenLoader;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards against a field that is called a tally though a step decides by it: two states that go on differently would be one. */
class TallyTest {
    private static final Scenario SCENARIO = Woven.scenario("""
            explore events evict reclaim prefetch migrate
            run
              A: mmap buf 2
              A: write buf "old"
              A: open q -> o
              A: map q buf rw -> m
              par
                A: fork B -> f
                A: write buf "new" -> w
                B: write buf "child" -> x
                A: munmap buf[0] -> v
                A: close q -> c
              and
                A: mmap more 1
                A: write more 1
                A: munmap buf[1] -> u
              and
                q: read buf -> r0
                q: write buf[0] 5 -> r1
              end
            expect
              o = ok
            """);

    static List<String> rows() {
        return Backends.ids();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aStepLoadsATallyOnlyToAddToIt(String row) {
        Woven cell = Woven.begun(new WovenLoader(true), SCENARIO, row, "6.18");
        Trail trail = cell.trail();
        Random random = new Random(1);
        Set<String> wrong = new TreeSet<>();
        for (int walk = 0; walk < 20; walk++) {
            trail.begin(true);
            int mark = trail.mark();
            while (cell.step(random.nextInt(cell.world().actors())) >= 0) {
                onlyRead(trail, mark, wrong);
                mark = trail.mark();
            }
            trail.undoTo(0);
        }

        assertThat(wrong).isEmpty();
    }

    /**
     * The tallies that the last step loaded more often than it stored into them. What the runner draws by is no model's, and the clock is
     * told to whoever listens to steps.
     */
    private static void onlyRead(Trail trail, int mark, Set<String> into) {
        Map<String, Integer> loads = new HashMap<>();
        for (int i = 0; i < trail.loads(); i++) {
            count(loads, trail.loadOwner(i), trail.loadPlace(i), 1);
        }
        for (int i = mark; i < trail.mark(); i++) {
            count(loads, trail.owner(i), trail.place(i), -1);
        }
        loads.forEach((name, count) -> {
            if (count > 0) {
                into.add(name.substring(name.indexOf(' ') + 1));
            }
        });
    }

    private static void count(Map<String, Integer> loads, Object owner, int place, int count) {
        if (owner instanceof Undoable) {
            Shape shape = Shape.of(owner.getClass());
            String name = owner.getClass().getName() + "." + shape.name(place);
            if (shape.tally(place) && !name.contains(".scenario.run.SteppedRun.") && !name.endsWith(".Clock.nowPs")) {
                loads.merge(System.identityHashCode(owner) + " " + name, count, Integer::sum);
            }
        }
    }
}
