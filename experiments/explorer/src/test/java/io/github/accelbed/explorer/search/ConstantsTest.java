package io.github.accelbed.explorer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.explorer.undo.WovenLoader;
import io.github.accelbed.explorer.world.Hoard;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.run.Explorable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards against something that changes in a world and is taken for a value, so that nobody undoes it. */
class ConstantsTest {
    private static final String HERE = Hoard.class.getName() + ".kept";

    private record Row(String name, List<Integer> numbers) {}

    @SuppressWarnings("ArrayRecordComponent") // What is to be refused.
    private record Holder(int[] numbers) {}

    private static final class Counter {
        private int count;

        int next() {
            return ++count;
        }
    }

    private static final class Wrapper {
        private final Counter counter = new Counter();

        int next() {
            return counter.next();
        }
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // One is to be refused.
    static Stream<Arguments> changes() {
        new Wrapper().next();
        return Stream.of(
                Arguments.of(new AtomicLong(1), "java.util.concurrent.atomic.AtomicLong in " + HERE),
                Arguments.of(new StringBuilder("a"), "java.lang.StringBuilder in " + HERE),
                Arguments.of(new ArrayList<>(List.of(1)), "java.util.ArrayList in " + HERE),
                Arguments.of(new Holder(new int[1]), "an array in " + Holder.class.getName() + ".numbers"),
                Arguments.of(
                        new Row("a", new ArrayList<>()), "java.util.ArrayList in " + Row.class.getName() + ".numbers"),
                Arguments.of(new Counter(), Counter.class.getName() + ".count is not final"),
                Arguments.of(new Wrapper(), Counter.class.getName() + ".count is not final"),
                Arguments.of(
                        List.of(new AtomicLong()), "java.util.concurrent.atomic.AtomicLong in an element of a List"));
    }

    private static StateGraph search(Object kept, Object taken) throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(false);
        Explorable world = (Explorable)
                loader.loadClass(Hoard.class.getName()).getConstructors()[0].newInstance(kept, taken);
        return new Search(world, loader.trail(), Set.of(), false, (schedules, states, left) -> false).run();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatCanChangeAndIsNotWovenIsRefusedByTheNameOfClassAndField(Object kept, String message) {
        assertThatThrownBy(() -> search(kept, null))
                .isInstanceOf(Constants.RefusedException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("could not be undone");
    }

    @Test
    void whatCannotChangeIsAValueWhoeverMadeIt() throws ReflectiveOperationException {
        Object row = new Row("a", List.of(1, 2));
        for (Object value :
                List.of("a", 5L, row, KernelVersion.parse("6.18"), List.of(row), Map.of("a", row), Optional.of(row))) {
            assertThat(search(value, null).outcomes()).containsExactly(value.toString());
        }
    }
}
