package io.github.accelbed.explorer.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.explorer.Woven;
import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.explorer.undo.WovenLoader;
import io.github.accelbed.explorer.world.Line;
import io.github.accelbed.explorer.world.Spinner;
import io.github.accelbed.explorer.world.Toy;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.run.End;
import io.github.accelbed.scenario.run.Explorable;
import io.github.accelbed.scenario.run.SteppedRun;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against outcomes that are lost, invented or miscounted: the search against all orders taken one after the other. */
class SearchTest {
    private static final Search.Limit NONE = (schedules, states, left) -> false;

    /** A scenario with few enough orders, and one of its cells. */
    record Small(String backend, String kernel, String text) {
        Scenario scenario() {
            return Woven.scenario(text + "expect\n  r0 != 77\n");
        }

        @Override
        public String toString() {
            return backend + " on " + kernel + ", " + text.lines().count() + " lines";
        }
    }

    static List<Small> small() {
        String race = """
                run
                  A: mmap buf 1
                  A: write buf "old"
                  A: open q
                  A: map q buf
                  q: read buf -> before
                  par
                    A: write buf "new"
                  and
                    q: read buf -> r0
                  end
                  q: read buf -> r1
                """;
        String counted = race.replace("q: read buf -> r1", "root: count faults(q) -> r1");
        String three = """
                run
                  A: mmap buf 1
                  A: mmap other 1
                  A: write buf 1
                  A: write other 1
                  par
                    A: write buf 2
                    A: read buf -> r0
                  and
                    A: read buf -> r1
                  and
                    A: write other 5
                    A: read buf -> r2
                  end
                """;
        String vfork = """
                run
                  A: mmap buf 1
                  A: write buf 1
                  par
                    A: vfork B
                    A: read buf -> r0
                  and
                    A: read buf -> r1
                  end
                """;
        String twice = """
                run
                  A: mmap buf 1
                  par
                    A: write buf 1
                  and
                    A: read buf -> r0
                  end
                  A: write buf 2
                  par
                    A: read buf -> r1
                  and
                    A: write buf 3
                  end
                """;
        return List.of(
                new Small("uacce", "6.18", race),
                new Small("uacce", "4.20", counted),
                new Small("vfio", "5.8", race),
                new Small("odp", "6.18", counted),
                new Small("mm", "6.18", three),
                new Small("mm", "6.18", vfork),
                new Small("mm", "4.20", twice));
    }

    @ParameterizedTest
    @MethodSource("small")
    void theSearchFindsTheOutcomesCountsAndWitnessesThatAllOrdersOneByOneGive(Small small) {
        Woven cell = Woven.begun(small.scenario(), small.backend(), small.kernel());

        Map<Object, EveryOrder.Found> all = EveryOrder.of(cell.world(), cell.trail(), 200_000);

        assertSame(all, cell.world(), cell.trail(), cell.counters());
        assertThat(all).isNotEmpty();
    }

    private static void assertSame(
            Map<Object, EveryOrder.Found> all, Explorable world, Trail trail, Set<String> counters) {
        Search search = new Search(world, trail, counters, false, NONE);
        StateGraph graph = search.run();
        BigInteger[] schedules = graph.schedules();
        Map<Object, BigInteger> counts = new HashMap<>();
        for (int i = 0; i < schedules.length; i++) {
            counts.put(graph.outcomes().get(i), schedules[i]);
        }
        Map<Object, BigInteger> expected = new HashMap<>();
        all.forEach((end, found) -> expected.put(end, found.schedules));

        assertThat(search.complete()).isTrue();
        assertThat(search.cut()).isZero();
        assertThat(counts).isEqualTo(expected);
        for (int i = 0; i < schedules.length; i++) {
            List<Integer> way =
                    IntStream.of(graph.witness(i, world.actors() + 1)).boxed().toList();
            assertThat(way).isEqualTo(all.get(graph.outcomes().get(i)).way);
        }
    }

    @ParameterizedTest
    @MethodSource("small")
    void aWitnessGoneInAnOrdinaryRunEndsInItsOutcome(Small small) {
        Woven cell = Woven.begun(small.scenario(), small.backend(), small.kernel());
        StateGraph graph = new Search(cell.world(), cell.trail(), cell.counters(), false, NONE).run();

        for (int i = 0; i < graph.outcomes().size(); i++) {
            SteppedRun run = new SteppedRun(
                    small.scenario(), small.backend(), KernelVersion.parse(small.kernel()), CostTable.defaults());
            run.begin();
            for (int actor : graph.witness(i, run.actors() + 1)) {
                assertThat(actor == run.actors() ? run.giveUp() : run.step(actor))
                        .isTrue();
            }
            End reached = run.end();
            for (int actor = 0; actor < run.actors(); actor++) {
                assertThat(run.step(actor)).as("a step after the end").isFalse();
            }

            assertThat(reached).isEqualTo(graph.outcomes().get(i));
        }
    }

    @Test
    void theSearchLeavesTheWorldAsItWas() {
        Small small = small().get(0);
        Woven cell = Woven.begun(small.scenario(), small.backend(), small.kernel());
        StateGraph first = new Search(cell.world(), cell.trail(), cell.counters(), false, NONE).run();
        StateGraph again = new Search(cell.world(), cell.trail(), cell.counters(), false, NONE).run();

        assertThat(again.states()).isEqualTo(first.states());
        assertThat(again.outcomes()).isEqualTo(first.outcomes());
        assertThat(again.schedules()).isEqualTo(first.schedules());
    }

    @Test
    void aLoaderThatServedAnotherCellGivesTheStatesOfANewOne() {
        WovenLoader used = new WovenLoader(false);
        for (Small small : small()) {
            Woven mine = Woven.begun(small.scenario(), small.backend(), small.kernel());
            Woven again = Woven.begun(used, small.scenario(), small.backend(), small.kernel());
            StateGraph expected = new Search(mine.world(), mine.trail(), mine.counters(), false, NONE).run();
            StateGraph graph = new Search(again.world(), again.trail(), again.counters(), false, NONE).run();

            assertThat(graph.states()).isEqualTo(expected.states());
            assertThat(graph.transitions()).isEqualTo(expected.transitions());
            assertThat(graph.outcomes()).hasSameSizeAs(expected.outcomes());
        }
    }

    @Test
    void randomProgramsOfThreeActorsHaveTheOutcomesThatAllOrdersGiveAndReducingOrdersLosesNone()
            throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(true);
        int outcomes = 0;
        int reduced = 0;
        int states = 0;
        for (int seed = 0; seed < 400; seed++) {
            Explorable world = toy(loader, seed, 2 + seed % 2, 4);
            Map<Object, EveryOrder.Found> all = EveryOrder.of(world, loader.trail(), 200_000);
            assertSame(all, world, loader.trail(), Set.of());

            Explorable other = toy(loader, seed, 2 + seed % 2, 4);
            StateGraph orders = new Search(other, loader.trail(), Set.of(), true, NONE).run();
            assertThat(new HashSet<>(orders.outcomes())).as("seed " + seed).isEqualTo(all.keySet());
            outcomes += all.size();
            reduced += orders.states();
            states += new Search(toy(loader, seed, 2 + seed % 2, 4), loader.trail(), Set.of(), false, NONE)
                    .run()
                    .states();
        }
        assertThat(outcomes).isGreaterThan(700);
        assertThat(reduced).as("states left of " + states).isLessThan(states * 9 / 10);
    }

    @Test
    void aStepBackToAStateOnTheWayToItIsCutAndNothingElseIs() throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(true);
        for (boolean reduce : new boolean[] {false, true}) {
            Explorable world = (Explorable) loader.loadClass(Spinner.class.getName())
                    .getConstructors()[0]
                    .newInstance();
            Search search = new Search(world, loader.trail(), Set.of(), reduce, NONE);
            StateGraph graph = search.run();

            assertThat(search.cut()).isPositive();
            assertThat(search.complete()).isTrue();
            assertThat(graph.outcomes()).containsExactlyInAnyOrder("seen at once", "seen after a retry");
        }
    }

    private static Explorable line(WovenLoader loader, int length) throws ReflectiveOperationException {
        return (Explorable)
                loader.loadClass(Line.class.getName()).getConstructors()[0].newInstance(length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHundredThousandStepsInARowAreSearched(boolean reduce) throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(true);
        Search search = new Search(line(loader, 100_000), loader.trail(), Set.of(), reduce, NONE);
        StateGraph graph = search.run();

        assertThat(search.complete()).isTrue();
        assertThat(graph.states()).isEqualTo(100_001);
        assertThat(graph.witness(0, 2)).hasSize(100_000);
    }

    @Test
    void theLimitIsAskedWithinAnOrderOfStepsAndKeepsWhatWasFound() throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(false);
        Search search = new Search(
                line(loader, 1000), loader.trail(), Set.of(), false, (schedules, states, left) -> states > 10);
        StateGraph graph = search.run();
        Sampler sampler = new Sampler(line(loader, 1000), loader.trail(), 1);

        assertThat(search.complete()).isFalse();
        assertThat(graph.states()).isEqualTo(11);
        assertThat(sampler.run(5, (schedules, states, left) -> sampler.steps() > 1500))
                .hasSize(1);
        assertThat(sampler.steps()).isBetween(1501L, 1502L);
        assertThat(sampler.cut()).isZero();
    }

    @Test
    void whatIsLeftIsUnknownBeforeAnOrderEndsAndLittleAtTheEnd() throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(false);
        List<Long> told = new ArrayList<>();
        StateGraph graph = new Search(
                        toy(loader, 7, 3, 6), loader.trail(), Set.of(), false, (schedules, states, left) -> {
                            told.add(left);
                            return false;
                        })
                .run();

        assertThat(told.get(0)).isEqualTo(Search.UNKNOWN);
        assertThat(told).allMatch(left -> left >= Search.UNKNOWN);
        assertThat(told.get(told.size() - 1)).isLessThan(graph.states());
    }

    private static Explorable toy(WovenLoader loader, long seed, int actors, int steps)
            throws ReflectiveOperationException {
        loader.trail().begin(false);
        return (Explorable)
                loader.loadClass(Toy.class.getName()).getConstructors()[0].newInstance(seed, actors, steps);
    }

    @Test
    void samplesEndInOutcomesOfTheSearchAndOneSeedTakesTheSameOrdersTwice() throws ReflectiveOperationException {
        WovenLoader loader = new WovenLoader(false);
        for (int seed = 0; seed < 100; seed++) {
            Map<Object, EveryOrder.Found> all = EveryOrder.of(toy(loader, seed, 3, 4), loader.trail(), 200_000);
            Map<Object, Sampler.Found> once = new Sampler(toy(loader, seed, 3, 4), loader.trail(), seed).run(20, NONE);
            Map<Object, Sampler.Found> twice = new Sampler(toy(loader, seed, 3, 4), loader.trail(), seed).run(20, NONE);

            assertThat(all.keySet()).containsAll(once.keySet());
            assertThat(once.values().stream()
                            .mapToLong(Sampler.Found::schedules)
                            .sum())
                    .isEqualTo(20);
            assertThat(twice.keySet()).containsExactlyElementsOf(once.keySet());
            once.forEach((end, found) -> {
                assertThat(twice.get(end).way()).isEqualTo(found.way());
                assertThat(twice.get(end).schedules()).isEqualTo(found.schedules());
            });
        }
    }
}
