package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Capability;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges claims by running their evidence, in every order where a scenario has several. */
public final class LedgerRun {
    private static final long PERCENT = 100;

    private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
    private final RunSettings settings;
    private final List<KernelVersion> kernels;
    private final Trials trials;
    private final Map<List<String>, Access> rows = new LinkedHashMap<>();

    /**
     * A run.
     *
     * @param scenarios the built-in scenarios
     * @param parser that read them
     * @param settings prices and threads
     */
    public LedgerRun(List<Scenario> scenarios, ScenarioParser parser, RunSettings settings) {
        scenarios.forEach(scenario -> this.scenarios.put(scenario.name(), scenario));
        this.settings = settings.withoutTimeLines();
        kernels = Scenario.DEFAULT_KERNELS;
        trials = new Trials(this.scenarios, parser, this.settings, true);
    }

    /**
     * Judges claims.
     *
     * @param claims which
     * @param without mechanisms that are left out everywhere, to see which claims rest on them
     * @return in the order of the claims
     */
    public List<Judgement> judge(List<Claim> claims, List<String> without) {
        claims.forEach(claim -> want(claim, without));
        trials.run();
        Judge judge = new Judge(kernels);
        return claims.stream()
                .map(claim -> {
                    List<ClaimCell> cells = cells(claim, without);
                    return judge.judge(claim, cells).showing(Boundaries.kept(cells, shown(claim)));
                })
                .toList();
    }

    private static List<String> left(Evidence evidence, List<String> without) {
        Set<String> left = new LinkedHashSet<>(evidence.without());
        left.addAll(without);
        return List.copyOf(left);
    }

    /** The default kernels, the one of the claim's day and the newest. */
    private Set<KernelVersion> shown(Claim claim) {
        Set<KernelVersion> run = new TreeSet<>(kernels);
        run.add(claim.day());
        run.add(KernelVersion.RELEASES.get(KernelVersion.RELEASES.size() - 1));
        return run;
    }

    private void want(Claim claim, List<String> leftOut) {
        for (Evidence evidence : claim.asked()) {
            want(evidence, left(evidence, leftOut));
        }
    }

    private void want(Evidence evidence, List<String> without) {
        List<KernelVersion> on = KernelVersion.RELEASES;
        Question question = evidence.question();
        for (String scenario : evidence.scenarios()) {
            if (question instanceof Question.Holds holds) {
                trials.ask(scenario, holds.condition());
            }
            trials.want(without, scenario, evidence.backends(), on);
            if (question instanceof Question.Same same) {
                trials.want(without, scenario, List.of(same.beside()), on);
            } else if (question instanceof Question.Compares compares) {
                trials.want(
                        without,
                        besideScenario(compares, scenario),
                        compares.besideBackend().isEmpty() ? evidence.backends() : List.of(compares.besideBackend()),
                        on);
            }
        }
    }

    private static String besideScenario(Question.Compares compares, String scenario) {
        return compares.besideScenario().isEmpty() ? scenario : compares.besideScenario();
    }

    private List<ClaimCell> cells(Claim claim, List<String> leftOut) {
        List<ClaimCell> cells = new ArrayList<>();
        for (Evidence evidence : claim.asked()) {
            List<String> without = left(evidence, leftOut);
            for (Case one : evidence.cases()) {
                for (String backend : evidence.backends()) {
                    for (KernelVersion kernel : KernelVersion.RELEASES) {
                        if (one.scenarios().isEmpty()) {
                            cells.add(known(evidence, one, backend, kernel));
                        }
                        for (String scenario : one.scenarios()) {
                            cells.add(ran(evidence, one, without, scenario, backend, kernel));
                        }
                    }
                }
            }
        }
        return cells;
    }

    private ClaimCell ran(
            Evidence evidence, Case one, List<String> without, String scenario, String backend, KernelVersion kernel) {
        CellResult cell = trials.result(without, scenario, backend, kernel);
        CellResult beside = cell;
        boolean yes = false;
        Question question = evidence.question();
        String saw = "";
        if (question instanceof Question.Same same) {
            beside = trials.result(without, scenario, same.beside(), kernel);
            if (came(cell) && came(beside)) {
                yes = answers(cell).equals(answers(beside));
                saw = Seen.registers(cell) + (yes ? "" : ", but on " + same.beside() + " " + Seen.registers(beside));
            }
        } else if (question instanceof Question.Compares compares) {
            String row = compares.besideBackend().isEmpty() ? backend : compares.besideBackend();
            beside = trials.result(without, besideScenario(compares, scenario), row, kernel);
            if (came(cell) && came(beside)) {
                yes = compared(compares, cell, beside);
                saw = compares.counter() + " = " + counter(cell, compares.counter()) + ", there "
                        + counter(beside, compares.counter());
            }
        } else if (question instanceof Question.Holds holds && came(cell)) {
            yes = trials.met(scenario, cell, holds.condition());
            saw = Seen.of(cell, holds.condition());
        }
        CellResult bad = came(cell) ? beside : cell;
        return new ClaimCell(
                evidence,
                one.phrase(),
                scenario,
                backend,
                kernel,
                answer(bad, yes),
                bad.reason() == null ? saw : bad.reason());
    }

    /** How the registers can end, in whichever orders and how many. */
    private static Set<Map<String, String>> answers(CellResult cell) {
        return cell.outcomes().stream().map(Outcome::registers).collect(Collectors.toSet());
    }

    private static boolean came(CellResult cell) {
        return cell.status() == CellStatus.PASS || cell.status() == CellStatus.FAIL;
    }

    private static Answer answer(CellResult cell, boolean yes) {
        return switch (cell.status()) {
            case SKIP -> Answer.SKIP;
            case ERROR -> Answer.BROKEN;
            default -> yes ? Answer.YES : Answer.NO;
        };
    }

    private static boolean compared(Question.Compares compares, CellResult cell, CellResult beside) {
        long left = Math.multiplyExact(counter(cell, compares.counter()), PERCENT);
        long right = Math.multiplyExact(counter(beside, compares.counter()), compares.percent());
        return switch (compares.comparator()) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case GREATER -> left > right;
            case AT_LEAST -> left >= right;
        };
    }

    private static long counter(CellResult cell, String counter) {
        if (cell.explored() != null) {
            throw new IllegalArgumentException("a scenario with several orders has no single " + counter
                    + " to compare; ask for what 'holds' always, sometimes or never");
        }
        return cell.counters().getOrDefault(counter, 0L);
    }

    private ClaimCell known(Evidence evidence, Case one, String backend, KernelVersion kernel) {
        boolean yes = evidence.question() instanceof Question.Offers offers
                ? offered(offers, backend, kernel)
                : evidence.question() instanceof Question.Is is
                        && is.so() == row(backend).traits(kernel).contains(is.trait());
        Answer answer = yes ? Answer.YES : Answer.NO;
        return new ClaimCell(evidence, one.phrase(), Evidence.REGISTRY, backend, kernel, answer, "");
    }

    private static AccessBackend row(String backend) {
        return Backends.find(backend).orElseThrow(() -> new IllegalArgumentException("there is no row " + backend));
    }

    private boolean offered(Question.Offers offers, String backend, KernelVersion kernel) {
        Access row = rows.computeIfAbsent(
                List.of(backend, kernel.toString()), unused -> row(backend).on(Kernel.boot(kernel)));
        return offers.all().stream().allMatch(step -> row.whyNot(step(step)) == null)
                && offers.none().stream().noneMatch(step -> row.whyNot(step(step)) == null);
    }

    private static AccessStep step(String name) {
        return Arrays.stream(AccessStep.values())
                .filter(step -> Capability.nameOf(step).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no step " + name));
    }
}
