package io.github.accelbed.explorer.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.explorer.Heap;
import io.github.accelbed.explorer.world.Cabinet;
import io.github.accelbed.explorer.world.Toy;
import io.github.accelbed.scenario.run.Explorable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against stores that are not noted, or not taken back in the right order. What a heap holds is read by reflection. */
class UndoTest {
    private static Object make(WovenLoader loader, Class<?> type, Object... arguments)
            throws ReflectiveOperationException {
        return loader.loadClass(type.getName()).getConstructors()[0].newInstance(arguments);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goingBackToAMarkGivesTheHeapOfThatMomentWhateverWasStored(boolean loads) throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(loads);
        Explorable world = (Explorable) make(loader, Cabinet.class);
        Trail trail = loader.trail();
        trail.begin(loads);
        Random random = new Random(1);
        List<Integer> marks = new ArrayList<>();
        List<Long> heaps = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            if (heaps.size() > 40 || (!heaps.isEmpty() && random.nextInt(5) == 0)) {
                int back = random.nextInt(heaps.size());
                trail.undoTo(marks.get(back));

                assertThat(Heap.of(world)).isEqualTo(heaps.get(back));
                marks.subList(back, marks.size()).clear();
                heaps.subList(back, heaps.size()).clear();
            }
            marks.add(trail.mark());
            heaps.add(Heap.of(world));
            world.step(random.nextInt(world.actors()));
        }
        trail.undoTo(0);

        assertThat(trail.mark()).isZero();
        assertThat(world.end()).isEqualTo("0 0");
    }

    @Test
    void everyKindOfStoreChangesTheHeap() throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(false);
        Explorable world = (Explorable) make(loader, Cabinet.class);
        Trail trail = loader.trail();
        trail.begin(false);
        long before = Heap.of(world);

        for (int actor = 0; actor < world.actors(); actor++) {
            world.step(actor);
            assertThat(trail.mark()).as("stores of actor " + actor).isGreaterThanOrEqualTo(2);
            assertThat(Heap.of(world)).isNotEqualTo(before);
            trail.undoTo(0);
            assertThat(Heap.of(world)).isEqualTo(before);
        }
    }

    @Test
    void whatAClassDoesWhenItIsInitializedIsNotTakenBack() throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(false);
        Object world = make(loader, Cabinet.class);
        Trail trail = loader.trail();
        trail.begin(false);
        long before = Heap.of(world);

        Object first = world.getClass().getMethod("firstUse").invoke(world);
        assertThat(trail.mark()).as("only the world's own store").isEqualTo(1);
        trail.undoTo(0);
        Object again = world.getClass().getMethod("firstUse").invoke(world);
        trail.undoTo(0);

        assertThat(first).isEqualTo(3);
        assertThat(again).isEqualTo(3);
        assertThat(Heap.of(world)).isEqualTo(before);
    }

    @Test
    void theLoadsAndObjectsOfAStepAreNotedOnlyInAWorldThatIsWovenForIt() throws ReflectiveOperationException {
        for (boolean loads : new boolean[] {false, true}) {
            WovenLoader loader = new WovenLoader(loads);
            Explorable world = (Explorable) make(loader, Cabinet.class);
            Trail trail = loader.trail();
            trail.begin(loads);
            world.step(17);

            assertThat(trail.loads() > 0).isEqualTo(loads);
            assertThat(trail.made() > 0).isEqualTo(loads);
            trail.undoTo(0);
        }
    }

    @Test
    void worldsInTwoLoadersHaveTrailsOfTheirOwn() throws ReflectiveOperationException {
        WovenLoader one = new WovenLoader(false);
        WovenLoader other = new WovenLoader(false);
        Explorable world = (Explorable) make(one, Toy.class, 1L, 2, 4);
        one.trail().begin(false);
        other.trail().begin(false);
        world.step(0);

        assertThat(one.trail().mark()).isPositive();
        assertThat(other.trail().mark()).isZero();
    }

    @Test
    void aStoreIntoAnArrayThatNoWorldHasIsRefusedWhenItsClassIsLoaded() {
        assertThatThrownBy(() -> new WovenLoader(false).loadClass(Cabinet.class.getPackageName() + ".Doubles"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("an array of a type that no world has");
    }
}
