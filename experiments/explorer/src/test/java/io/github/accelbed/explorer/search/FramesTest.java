package io.github.accelbed.explorer.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.explorer.Woven;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against a frame's number that is kept where no annotation says so: one state would be two, or two that go on differently one.
 * Nothing is swapped out here, since the swap cache finds a page by its frame and so keeps the number.
 */
class FramesTest {
    /** Which page is written first decides in which order the frames are free afterwards; the last keeps its place. */
    private static final String TEXT = """
            explore events evict prefetch migrate
            run
              A: mmap buf 2
              A: write buf "old"
              A: open q -> o
              A: map q buf rw -> m
              A: mmap junk 4
              FIRST
              A: munmap junk
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
            """;

    private static Scenario scenario(int... order) {
        StringBuilder writes = new StringBuilder();
        for (int page : order) {
            writes.append("A: write junk[").append(page).append("] 1\n  ");
        }
        return Woven.scenario(TEXT.replace("FIRST\n", writes.toString().stripTrailing() + "\n"));
    }

    static List<String> rows() {
        return Backends.ids();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void worldsThatDifferInTheNumbersOfFramesAloneHaveOneForm(String row) {
        Woven one = Woven.begun(scenario(0, 1, 2, 3), row, "6.18");
        Woven other = Woven.begun(scenario(2, 0, 1, 3), row, "6.18");
        one.trail().begin(false);
        other.trail().begin(false);
        StateForm form = new StateForm(one.world(), one.trail(), one.counters());
        StateForm otherForm = new StateForm(other.world(), other.trail(), other.counters());
        Random random = new Random(2);
        for (int walk = 0; walk < 10; walk++) {
            int steps = 0;
            int actor = 0;
            while (actor >= 0) {
                int first = random.nextInt(one.world().actors());
                int mark = one.trail().mark();
                int otherMark = other.trail().mark();
                actor = one.step(first);
                assertThat(other.step(first)).isEqualTo(actor);
                form.noteStores(mark);
                otherForm.noteStores(otherMark);
                assertThat(bytes(otherForm))
                        .as("walk " + walk + ", step " + steps++)
                        .isEqualTo(bytes(form));
            }
            assertThat(steps).isGreaterThan(30);
            assertThat(other.world().end()).isEqualTo(one.world().end());
            one.trail().undoTo(0);
            other.trail().undoTo(0);
        }
    }

    private static byte[] bytes(StateForm form) {
        FormBytes bytes = form.write();
        return Arrays.copyOf(bytes.bytes(), bytes.length());
    }
}
