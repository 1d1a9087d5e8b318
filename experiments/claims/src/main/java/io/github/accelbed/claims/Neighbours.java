package io.github.accelbed.claims;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioSyntaxException;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * For claims whose cells all give one answer: the same question asked of the scenarios that are most like the claim's own, since one of them
 * may give the other answer and so show what the claim hangs on. Their answers do not count for the verdict.
 */
final class Neighbours {
    private static final int ASKED = 8;

    private record Asked(Claim claim, Evidence evidence, String condition, List<Scenario> near) {}

    private final Map<String, Scenario> scenarios;
    private final RunLines lines;
    private final ScenarioParser parser;
    private final RunSettings settings;

    Neighbours(Map<String, Scenario> scenarios, ScenarioParser parser, RunSettings settings) {
        this.scenarios = scenarios;
        lines = new RunLines(scenarios.values());
        this.parser = parser;
        this.settings = settings;
    }

    /** By claim id, the neighbours' cells; nothing for claims with both answers. */
    Map<String, List<ClaimCell>> of(List<Judgement> judgements) {
        List<Asked> all = new ArrayList<>();
        Trials trials = new Trials(scenarios, parser, settings, true);
        for (Judgement judgement : judgements) {
            if (uniform(judgement)) {
                for (Evidence evidence : judgement.claim().evidence()) {
                    if (evidence.question() instanceof Question.Holds holds) {
                        Asked asked = new Asked(judgement.claim(), evidence, holds.condition(), near(evidence, holds));
                        for (Scenario scenario : asked.near()) {
                            trials.ask(scenario.name(), asked.condition());
                            trials.want(
                                    evidence.without(), scenario.name(), evidence.backends(), kernels(asked.claim()));
                        }
                        all.add(asked);
                    }
                }
            }
        }
        trials.run();
        ListMultimap<String, ClaimCell> cells =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        all.forEach(asked -> cells.putAll(asked.claim().id(), cells(trials, asked)));
        return Multimaps.asMap(cells);
    }

    private static boolean uniform(Judgement judgement) {
        return judgement.cells().stream()
                        .filter(ClaimCell::judged)
                        .map(ClaimCell::answer)
                        .distinct()
                        .count()
                == 1;
    }

    private static List<KernelVersion> kernels(Claim claim) {
        return List.of(claim.day(), Scenario.DEFAULT_KERNELS.get(Scenario.DEFAULT_KERNELS.size() - 1));
    }

    private List<Scenario> near(Evidence evidence, Question.Holds holds) {
        Set<String> own = Set.copyOf(evidence.scenarios());
        List<Scenario> from = evidence.scenarios().stream()
                .map(scenarios::get)
                .filter(Objects::nonNull)
                .toList();
        boolean mm = from.stream().allMatch(Scenario::isMmOnly);
        Map<Scenario, Integer> distances = scenarios.values().stream()
                .filter(scenario -> !own.contains(scenario.name()) && scenario.isMmOnly() == mm)
                .collect(Collectors.toMap(
                        scenario -> scenario,
                        scenario -> from.stream()
                                .mapToInt(mine -> lines.changed(mine.name(), scenario.name())
                                        .size())
                                .min()
                                .orElse(Integer.MAX_VALUE)));
        return distances.entrySet().stream()
                .sorted(Map.Entry.<Scenario, Integer>comparingByValue()
                        .thenComparing(entry -> entry.getKey().name()))
                .map(Map.Entry::getKey)
                .filter(scenario -> understands(scenario, holds.condition()))
                .limit(ASKED)
                .toList();
    }

    /** Cheaper than to parse: most scenarios lack one of the names. */
    private static boolean names(Scenario scenario, String condition) {
        return Arrays.stream(condition.split("[^A-Za-z0-9_-]+", -1))
                .filter(word -> word.matches("[a-z][a-z0-9_-]*[0-9]|[A-Za-z]"))
                .allMatch(word -> scenario.text().contains(word));
    }

    private boolean understands(Scenario scenario, String condition) {
        if (!names(scenario, condition)) {
            return false;
        }
        try {
            parser.ask(scenario, condition);
            return true;
        } catch (ScenarioSyntaxException e) {
            return false;
        }
    }

    private static List<ClaimCell> cells(Trials trials, Asked asked) {
        List<ClaimCell> cells = new ArrayList<>();
        for (Scenario scenario : asked.near()) {
            for (String backend : scenario.isMmOnly()
                    ? List.of(Scenario.MM)
                    : asked.evidence().backends()) {
                for (KernelVersion kernel : kernels(asked.claim())) {
                    List<String> without = asked.evidence().without();
                    CellResult cell = trials.result(without, scenario.name(), backend, kernel);
                    if (cell.status() == CellStatus.PASS || cell.status() == CellStatus.FAIL) {
                        boolean yes = trials.met(scenario.name(), cell, asked.condition());
                        ClaimCell.Answer answer = yes ? ClaimCell.Answer.YES : ClaimCell.Answer.NO;
                        cells.add(new ClaimCell(asked.evidence(), scenario.name(), backend, kernel, answer, "", cell));
                    }
                }
            }
        }
        cells.sort(Comparator.comparing(ClaimCell::kernel));
        return cells;
    }
}
