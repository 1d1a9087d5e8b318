package io.github.accelbed.claims;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimFact;
import io.github.accelbed.reports.result.ClaimSource;
import io.github.accelbed.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the report's records of judgements. */
public final class LedgerEntries {
    private final Opposites opposites;
    private final Map<String, List<ClaimAblation>> ablations;
    private final Map<String, List<ClaimCell>> neighbours;

    /**
     * A maker of entries.
     *
     * @param scenarios all that claims name
     * @param ablations effects by claim id; empty if none were run
     * @param neighbours what scenarios like the claim's own answer, by claim id
     */
    public LedgerEntries(
            List<Scenario> scenarios,
            Map<String, List<ClaimAblation>> ablations,
            Map<String, List<ClaimCell>> neighbours) {
        opposites = new Opposites(scenarios);
        this.ablations = Map.copyOf(ablations);
        this.neighbours = Map.copyOf(neighbours);
    }

    /**
     * The ledger as reports show it.
     *
     * @param judgements in order
     * @return one entry a claim
     */
    public List<ClaimEntry> of(List<Judgement> judgements) {
        return judgements.stream().map(this::of).toList();
    }

    private ClaimEntry of(Judgement judgement) {
        Claim claim = judgement.claim();
        Mail mail = claim.mail();
        return new ClaimEntry(
                claim.id(),
                claim.statement(),
                new ClaimSource(mail.author(), mail.date(), mail.messageId(), mail.subject()),
                claim.speaksOf(),
                claim.sense().name().toLowerCase(Locale.ROOT),
                claim.remarks(),
                claim.facts().stream()
                        .map(fact -> new ClaimFact(fact.statement(), fact.known()))
                        .toList(),
                judgement.verdicts(),
                List.copyOf(judgement.byKernel().values()),
                evidence(judgement),
                opposites
                        .of(judgement, neighbours.getOrDefault(claim.id(), List.of()))
                        .orElse(null),
                ablations.getOrDefault(claim.id(), List.of()));
    }

    private static List<ClaimEvidence> evidence(Judgement judgement) {
        List<ClaimEvidence> all = new ArrayList<>();
        for (Evidence evidence : judgement.claim().evidence()) {
            List<ClaimAnswer> answers = judgement.cells().stream()
                    .filter(cell -> cell.evidence().equals(evidence))
                    .map(LedgerEntries::answer)
                    .toList();
            all.add(new ClaimEvidence(QuestionText.of(evidence), evidence.scenarios(), answers));
        }
        return all;
    }

    private static ClaimAnswer answer(ClaimCell cell) {
        String answer = switch (cell.answer()) {
            case YES -> "yes";
            case NO -> "no";
            case SKIPPED -> "skip";
            case BROKEN -> "broken";
        };
        CellResult result = cell.result();
        String saw = !cell.reason().isEmpty() || result == null
                ? cell.reason()
                : saw(result, QuestionText.of(cell.evidence()));
        return new ClaimAnswer(cell.scenario(), cell.backend(), cell.kernel().toString(), answer, saw);
    }

    /** Registers, and the counters that the question names; of an exploration each outcome. */
    private static String saw(CellResult result, String question) {
        if (result.explored() != null) {
            return result.outcomes().stream()
                    .map(outcome -> Stream.concat(
                                    outcome.registers().entrySet().stream(),
                                    outcome.counters().entrySet().stream()
                                            .filter(counter -> question.contains(counter.getKey())))
                            .map(entry -> entry.getKey() + " = " + entry.getValue())
                            .collect(Collectors.joining(", ")))
                    .distinct()
                    .collect(Collectors.joining("; or ", "in some order: ", ""));
        }
        String registers = result.outcomes().stream()
                .flatMap(outcome -> outcome.registers().entrySet().stream())
                .map(register -> register.getKey() + " = " + register.getValue())
                .collect(Collectors.joining(", "));
        String counters = result.counters().entrySet().stream()
                .filter(counter -> question.contains(counter.getKey()))
                .map(counter -> counter.getKey() + " = " + counter.getValue())
                .collect(Collectors.joining(", "));
        return registers + (registers.isEmpty() || counters.isEmpty() ? "" : "; ") + counters;
    }
}
