package io.github.accelbed.conformance.program;

import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.program.Edits;
import io.github.accelbed.scenario.program.FailureCheck;
import io.github.accelbed.scenario.program.Mender;
import io.github.accelbed.scenario.program.ProgramText;
import io.github.accelbed.scenario.program.Shrinker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Random programs whose last steps are two branches of a {@code par}. */
public final class RandomRaces {
    private static final ScenarioParser PARSER =
            new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), List.of()));

    private RandomRaces() {}

    /**
     * Such programs.
     *
     * @param seed which list
     * @param most how many steps the branches have together at most
     */
    public static Stream<Scenario> of(long seed, int most) {
        Random random = new Random(seed);
        return new ProgramGenerator(seed, MemoryKinds.plain(false))
                .programs()
                .map(program -> split(program, most, random));
    }

    private static Scenario split(Scenario program, int most, Random random) {
        List<Step> steps = program.steps().toList();
        int from = Math.max(0, steps.size() - most - random.nextInt(most));
        int to = Math.min(steps.size(), from + most);
        List<Step> one = new ArrayList<>();
        List<Step> other = new ArrayList<>();
        for (Step step : steps.subList(from, to)) {
            (random.nextBoolean() ? one : other).add(step);
        }
        List<Statement> statements = new ArrayList<>(steps.subList(0, from));
        if (one.isEmpty() || other.isEmpty()) {
            statements.addAll(one);
            statements.addAll(other);
        } else {
            statements.add(new ParBlock(Position.NONE, List.of(one, other)));
        }
        Scenario mended = new Mender(PARSER).mend(asksNothing(Edits.with(program, statements, program.expectations())));
        if (mended == null) {
            throw new AssertionError("nothing is left of " + program.name());
        }
        return mended;
    }

    /** Without a counter, which every order might leave different. */
    public static Scenario asksNothing(Scenario scenario) {
        return Edits.withExpectations(scenario, List.of(Edits.nothing()));
    }

    /** Shrinks a program that shows something and prints what is left. */
    public static String shrunk(Scenario scenario, FailureCheck<RuntimeException> check) {
        Scenario small = new Shrinker(PARSER, 400).shrink(scenario, check);
        return ProgramText.of(small, "What is lost?", List.of());
    }
}
