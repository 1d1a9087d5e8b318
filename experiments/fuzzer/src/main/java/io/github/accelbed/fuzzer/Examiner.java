package io.github.accelbed.fuzzer;

import io.github.accelbed.explorer.Budget;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Explorer;
import io.github.accelbed.explorer.Reduction;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import io.github.accelbed.scenario.language.ScenarioSyntaxException;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.IntegrityException;
import io.github.accelbed.scenario.run.RunSettings;
import io.github.accelbed.scenario.run.ScenarioRunner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads, runs and explores a program, and says what is wrong with that. */
final class Examiner {

    /** Something is wrong. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;
        final FailureKind kind;
        final String where;

        Wrong(FailureKind kind, String detail, String where) {
            super(detail);
            this.kind = kind;
            this.where = where;
        }
    }

    /** A step of an examination. */
    @FunctionalInterface
    private interface Look<T> {
        T at() throws Wrong;
    }

    /** How the error of a statement begins that does not end. */
    private static final String ENDLESS = "the statement takes more than";

    private final Bounds bounds;
    private final ScenarioParser parser =
            new ScenarioParser(Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names()));
    private final ScenarioRunner runner;
    private final Explorer states;
    private final Explorer orders;

    Examiner(Bounds bounds) {
        this.bounds = bounds;
        RunSettings run = new RunSettings(List.of(), List.of(), CostTable.defaults(), 1, true);
        runner = new ScenarioRunner(run);
        states = explorer(run.withoutTimeLines(), Reduction.STATES);
        orders = explorer(run.withoutTimeLines(), Reduction.ORDERS);
    }

    private Explorer explorer(RunSettings run, Reduction reduction) {
        return new Explorer(new ExploreSettings(run, new Budget(null, bounds.schedules()), reduction, null));
    }

    ScenarioParser parser() {
        return parser;
    }

    Examination examine(Program program) {
        Scenario scenario = null;
        try {
            scenario = look(() -> read(program));
        } catch (Wrong e) {
            return new Examination(null, null, null, false, failure(program.number(), e));
        }
        return examine(scenario, program.number(), program.explored());
    }

    /**
     * Runs and explores a scenario.
     *
     * @param scenario of one cell
     * @param number of its program
     * @param explored whether it is to be taken in every order
     */
    Examination examine(Scenario scenario, long number, boolean explored) {
        CellResult plain = null;
        CellResult all = null;
        boolean both = false;
        try {
            String row = scenario.cellBackends().get(0);
            KernelVersion kernel = scenario.kernels().get(0);
            plain = look(() -> plain(scenario, row, kernel));
            if (explored && plain.status() != CellStatus.SKIP) {
                CellResult found = look(() -> explore(states, scenario, row, kernel));
                all = found;
                if (complete(found, scenario)) {
                    among(plain, found);
                    CellResult reduced = look(() -> explore(orders, scenario, row, kernel));
                    both = complete(reduced, scenario);
                    if (both) {
                        alike(found, reduced);
                    }
                }
            }
            return new Examination(scenario, plain, all, both, null);
        } catch (Wrong e) {
            return new Examination(scenario, plain, all, both, failure(number, e));
        }
    }

    private static Failure failure(long number, Wrong wrong) {
        return new Failure(number, wrong.kind, String.valueOf(wrong.getMessage()), wrong.where);
    }

    /** What is thrown, and is not of those that a user is told of, is a mistake. */
    private static <T> T look(Look<T> look) throws Wrong {
        try {
            return look.at();
        } catch (IntegrityException e) {
            throw new Wrong(FailureKind.INTEGRITY, String.valueOf(e.getMessage()), kind(e));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            StackTraceElement[] trace = e.getStackTrace();
            String place = trace.length == 0 ? "" : " at " + trace[0].getClassName() + "." + trace[0].getMethodName();
            throw new Wrong(FailureKind.EXCEPTION, e + place, e.getClass().getName() + place);
        }
    }

    /** The first of the problems, without the place and the numbers, which differ from program to program. */
    private static String kind(IntegrityException e) {
        String message = String.valueOf(e.getMessage());
        String problems = message.replaceFirst("^.*? on [0-9]+\\.[0-9]+: ", "");
        return problems.replaceFirst("; .*", "").replaceAll("\\b[A-Za-z]?(0x)?[0-9a-f]*[0-9]+\\b", "N");
    }

    private Scenario read(Program program) throws Wrong {
        String file = program.number() + ".scn";
        try {
            Scenario scenario = parser.parse(file, program.text());
            String printed = ScenarioPrinter.print(scenario);
            if (program.number() % 4 == 0
                    && !ScenarioPrinter.print(parser.parse(file, printed)).equals(printed)) {
                throw new Wrong(FailureKind.LANGUAGE, "printed and read again it is another one", "printed");
            }
            return scenario;
        } catch (ScenarioSyntaxException e) {
            throw new Wrong(FailureKind.LANGUAGE, String.valueOf(e.getMessage()), "refused");
        }
    }

    private CellResult plain(Scenario scenario, String row, KernelVersion kernel) throws Wrong {
        CellResult once = runner.cell(scenario, row, kernel);
        String reason = once.reason();
        if (reason != null && reason.contains(ENDLESS)) {
            throw new Wrong(FailureKind.ENDLESS, reason, "steps");
        }
        CellResult twice = runner.cell(scenario, row, kernel);
        if (!once.equals(twice)) {
            throw new Wrong(FailureKind.DIFFERENCE, once + "\nand then\n" + twice, "plain");
        }
        return once;
    }

    private CellResult explore(Explorer explorer, Scenario scenario, String row, KernelVersion kernel) throws Wrong {
        CellResult found = explorer.explore(scenario, row, kernel);
        Explored explored = found.explored();
        if (explored != null && explored.states() > bounds.states()) {
            throw new Wrong(FailureKind.ENDLESS, explored.states() + " states", "states");
        }
        return found;
    }

    /** Whether every order was taken. What is beyond a bound of retries was not. */
    private static boolean complete(CellResult cell, Scenario scenario) {
        Explored explored = cell.explored();
        return explored != null
                && explored.complete()
                && (scenario.exploration().retries() == null || explored.cutRetries() == 0);
    }

    private static void among(CellResult plain, CellResult explored) throws Wrong {
        Set<Map<String, String>> found = outcomes(explored);
        if (!found.containsAll(outcomes(plain))) {
            throw new Wrong(FailureKind.OUTSIDE, "plain: " + outcomes(plain) + "\nexplored: " + found, "outside");
        }
    }

    private static void alike(CellResult states, CellResult orders) throws Wrong {
        if (!outcomes(states).equals(outcomes(orders))) {
            throw new Wrong(
                    FailureKind.REDUCTION, "states: " + outcomes(states) + "\norders: " + outcomes(orders), "orders");
        }
    }

    private static Set<Map<String, String>> outcomes(CellResult cell) {
        Set<Map<String, String>> outcomes = new LinkedHashSet<>();
        for (Outcome outcome : cell.outcomes()) {
            outcomes.add(new TreeMap<>(outcome.registers()));
        }
        return outcomes;
    }
}
