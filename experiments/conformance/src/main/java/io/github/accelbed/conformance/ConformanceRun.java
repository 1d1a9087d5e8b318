package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.AgentHost;
import io.github.accelbed.conformance.agent.AgentSession;
import io.github.accelbed.conformance.program.MemoryKinds;
import io.github.accelbed.conformance.program.ProgramGenerator;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.program.ProgramText;
import io.github.accelbed.scenario.program.Shrinker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds the model against a kernel: the built-in scenarios, then random programs. */
public final class ConformanceRun {
    /** A difference that does not come back in so many repetitions was no difference of the model. */
    private static final int REPETITIONS = 3;

    /** How many smaller programs are tried for one that differs; each takes milliseconds. */
    private static final int MAX_CHECKS = 2000;

    private static final int PROGRESS_EVERY = 500;

    /** A kernel that dies so often is not worth another boot. */
    private static final int MAX_DEATHS = 5;

    private static final Conformance.Tally NONE = new Conformance.Tally(0, 0, 0);

    private final AgentHost host;
    private final RunningKernel kernel;
    private AgentSession session;
    private Examiner examiner;
    private Counterpart counterpart = Counterpart.STAND_IN;
    private final Shrinker shrinker;
    private final Consumer<String> progress;
    private final Agreement agreement = new Agreement();
    private final Map<String, Long> notCarriedOut = new TreeMap<>();
    private final List<String> unrepeatable = new ArrayList<>();
    private final List<Disagreement> disagreements = new ArrayList<>();
    private final SortedMap<Conformance.Cell, Conformance.Outcome> outcomes = new TreeMap<>();
    private int deaths;

    private ConformanceRun(
            AgentHost host,
            AgentSession session,
            RunningKernel kernel,
            Vocabulary vocabulary,
            Consumer<String> progress) {
        this.host = host;
        this.session = session;
        this.kernel = kernel;
        this.progress = progress;
        examiner = new Examiner(session, kernel.version());
        shrinker = new Shrinker(new ScenarioParser(vocabulary), MAX_CHECKS);
    }

    /**
     * Starts the agent, runs everything on both sides, and ends the agent.
     *
     * @param host where the agent runs
     * @param scenarios the built-in scenarios
     * @param vocabulary the words of the scenarios
     * @param programs how many random programs
     * @param seed of the random programs
     * @param progress told in words what is done
     * @return what agreed and what did not
     * @throws AgentException if the agent does not come up or ends by itself, and its kernel did not die of a program
     */
    public static Conformance on(
            AgentHost host,
            List<Scenario> scenarios,
            Vocabulary vocabulary,
            int programs,
            long seed,
            Consumer<String> progress)
            throws AgentException {
        return on(host, null, scenarios, vocabulary, programs, seed, progress);
    }

    /** By the rules of another kernel than the one that runs there. */
    static Conformance on(
            AgentHost host,
            @Nullable RunningKernel rules,
            List<Scenario> scenarios,
            Vocabulary vocabulary,
            int programs,
            long seed,
            Consumer<String> progress)
            throws AgentException {
        AgentSession session = host.start();
        ConformanceRun run = null;
        try {
            AgentSession.Uname uname = session.uname();
            RunningKernel kernel =
                    rules == null ? RunningKernel.of(uname.release(), uname.version(), host.own()) : rules;
            run = new ConformanceRun(host, session, kernel, vocabulary, progress);
            return run.run(scenarios, programs, seed);
        } finally {
            (run == null ? session : run.session).close();
        }
    }

    private Conformance run(List<Scenario> scenarios, int programs, long seed) throws AgentException {
        Conformance.Tally built = examineAll(scenarios.iterator(), scenarios.size(), "scenarios");
        Conformance.Tally devices = host.devices() ? onDevices(scenarios) : NONE;
        SortedMap<Conformance.Cell, Conformance.Outcome> ofBuilt = new TreeMap<>(outcomes);
        counterpart = Counterpart.STAND_IN;
        Conformance.Tally random = examineAll(programs(seed).limit(programs).iterator(), programs, "programs");
        Conformance.Tally ofDevices = host.devices() ? onDevices(programs, seed) : NONE;
        return new Conformance(
                kernel,
                session.abilities(),
                seed,
                built,
                random,
                devices,
                ofDevices,
                ofBuilt,
                agreement.counts(),
                new TreeMap<>(notCarriedOut),
                unrepeatable,
                disagreements);
    }

    /** The scenarios that concern a row with a real device, asked there. */
    private Conformance.Tally onDevices(List<Scenario> scenarios) throws AgentException {
        Conformance.Tally all = NONE;
        for (Counterpart real : Counterpart.real(session.abilities())) {
            counterpart = real;
            List<Scenario> concerned =
                    scenarios.stream().filter(real::answersFor).map(real::alone).toList();
            all = all.and(
                    examineAll(concerned.iterator(), concerned.size(), "scenarios on real devices of " + real.row()));
        }
        return all;
    }

    /** As many programs for each row with a real device; no program creates mdevs. */
    private Conformance.Tally onDevices(int programs, long seed) throws AgentException {
        Conformance.Tally all = NONE;
        for (Counterpart real : Counterpart.real(session.abilities())) {
            if (real == Counterpart.MDEV) {
                continue;
            }
            counterpart = real;
            Stream<Scenario> written = real == Counterpart.UACCE
                    ? programs(seed).filter(real::answersFor)
                    : devicePrograms(seed, real.row());
            all = all.and(examineAll(
                    written.limit(programs).iterator(), programs, "programs of real devices of " + real.row()));
        }
        return all;
    }

    /** One of plain memory, one of all kinds that the machine has, and if it merges pages one of equal pages, and if it can one with pins for reading, in turn. */
    private Stream<Scenario> programs(long seed) {
        AgentAbilities abilities = session.abilities();
        ProgramGenerator plain = new ProgramGenerator(seed, MemoryKinds.plain(abilities.hugePages()));
        MemoryKinds kinds = new MemoryKinds(
                abilities.hugePages(), abilities.holes(), abilities.pool() / ProgramGenerator.PROCESSES, false, false);
        ProgramGenerator wide = new ProgramGenerator(seed, kinds);
        List<ProgramGenerator> all = new ArrayList<>(List.of(plain, wide));
        if (abilities.ksmRefused() == null) {
            all.add(new ProgramGenerator(seed, new MemoryKinds(false, false, 0, false, true)));
        }
        if (abilities.readOnlyPins()) {
            all.add(new ProgramGenerator(seed, new MemoryKinds(false, abilities.holes(), 0, true, false)));
        }
        return inTurn(all);
    }

    /** Without huge pages, of which only answers are compared. */
    private Stream<Scenario> devicePrograms(long seed, String row) {
        return inTurn(List.of(
                ProgramGenerator.ofDevices(seed, row, MemoryKinds.plain(false)),
                ProgramGenerator.ofDevices(
                        seed, row, new MemoryKinds(false, session.abilities().holes(), 0, false, false))));
    }

    private static Stream<Scenario> inTurn(List<ProgramGenerator> generators) {
        return LongStream.iterate(0, number -> number + 1)
                .boxed()
                .flatMap(number -> generators.stream().map(generator -> generator.program(number)));
    }

    private Conformance.Tally examineAll(Iterator<Scenario> all, int count, String what) throws AgentException {
        int carriedOut = 0;
        int agreed = 0;
        for (int i = 1; all.hasNext(); i++) {
            Scenario scenario = all.next();
            try {
                Examination examination = examiner.examine(scenario, counterpart);
                carriedOut++;
                examination.notCarriedOut().forEach(why -> notCarriedOut.merge(why, 1L, Long::sum));
                if (agrees(scenario, examination)) {
                    agreed++;
                    note(scenario, Conformance.Result.SAME, "");
                } else {
                    note(scenario, Conformance.Result.DIFFERS, lastDifference());
                }
            } catch (NotCarriedOutException e) {
                notCarriedOut.merge(String.valueOf(e.getMessage()), 1L, Long::sum);
                note(scenario, Conformance.Result.NOT_CARRIED_OUT, String.valueOf(e.getMessage()));
            } catch (AgentException e) {
                died(scenario, e);
            }
            if (i % PROGRESS_EVERY == 0 || i == count) {
                progress.accept(i + " of " + count + " " + what);
            }
        }
        return new Conformance.Tally(count, carriedOut, agreed);
    }

    private void note(Scenario scenario, Conformance.Result result, String why) {
        outcomes.put(
                new Conformance.Cell(scenario.name(), counterpart.label(scenario)),
                new Conformance.Outcome(result, why));
    }

    private String lastDifference() {
        return disagreements.get(disagreements.size() - 1).last().inWords();
    }

    /** A kernel that dies of a program answers it, too; what the model says about each step stands beside. */
    private void died(Scenario scenario, AgentException ended) throws AgentException {
        Optional<String> death = host.death();
        session.close();
        if (death.isEmpty() || ++deaths > MAX_DEATHS) {
            throw ended;
        }
        disagreements.add(new Disagreement(
                scenario.name(),
                ProgramText.of(
                        scenario,
                        "Does Linux " + kernel.release() + " survive this?",
                        List.of("Linux " + kernel.release() + " died of it: " + death.get())),
                List.of(new SideBySide("the whole program", "runs", "dies", death.get()))));
        note(scenario, Conformance.Result.DIFFERS, lastDifference());
        session = host.start();
        examiner = new Examiner(session, kernel.version());
    }

    private boolean agrees(Scenario scenario, Examination first) throws AgentException, NotCarriedOutException {
        Examination examination = first;
        for (int i = 0; i < REPETITIONS && examination.differs(); i++) {
            examination = examiner.examine(scenario, counterpart);
        }
        agreement.add(examination.agreement());
        if (examination.differs()) {
            disagreements.add(shrunk(scenario));
            return false;
        }
        if (first.differs()) {
            SideBySide last = first.steps().get(first.steps().size() - 1);
            unrepeatable.add(scenario.name() + ": " + last.inWords());
        }
        return true;
    }

    private Disagreement shrunk(Scenario scenario) throws AgentException, NotCarriedOutException {
        Scenario small = shrinker.shrink(scenario, this::stillDiffers);
        List<SideBySide> steps = examiner.examine(small, counterpart).steps();
        SideBySide last = steps.get(steps.size() - 1);
        return new Disagreement(
                scenario.name(),
                ProgramText.of(
                        small,
                        "Does the model answer as Linux " + kernel.release() + " does?",
                        List.of(
                                "Found by comparison with Linux " + kernel.release() + " in " + scenario.name() + ":",
                                last.inWords())),
                steps);
    }

    private boolean stillDiffers(Scenario candidate) throws AgentException {
        try {
            return examiner.examine(candidate, counterpart).differs();
        } catch (NotCarriedOutException e) {
            return false;
        }
    }
}
