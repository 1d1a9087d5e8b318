package io.github.accelbed.reports.data;

import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimFact;
import io.github.accelbed.reports.result.ClaimVerdict;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes claims as the documented JSON. */
final class ClaimJson {

    void put(ArrayNode array, List<ClaimEntry> claims) {
        claims.forEach(claim -> put(array.addObject(), claim));
    }

    private static void put(ObjectNode node, ClaimEntry claim) {
        node.put("id", claim.id());
        node.put("statement", claim.statement());
        node.put("author", claim.source().author());
        node.put("date", claim.source().date());
        node.put("messageId", claim.source().messageId());
        node.put("subject", claim.source().subject());
        node.put("speaksOf", claim.speaksOf());
        node.put("sense", claim.sense().id());
        ArrayNode against = node.putArray("against");
        claim.against().forEach(against::add);
        node.put("remarks", claim.remarks());
        ArrayNode facts = node.putArray("facts");
        for (ClaimFact fact : claim.facts()) {
            facts.addObject().put("statement", fact.statement()).put("known", fact.known());
        }
        verdicts(node.putArray("verdicts"), claim.verdicts());
        verdicts(node.putArray("byKernel"), claim.byKernel());
        ArrayNode evidence = node.putArray("evidence");
        claim.evidence().forEach(part -> put(evidence.addObject(), part));
        ArrayNode ablations = node.putArray("ablations");
        for (ClaimAblation ablation : claim.ablations()) {
            ablations
                    .addObject()
                    .put("mechanism", ablation.mechanism())
                    .put("effect", ablation.effect().name().toLowerCase(Locale.ROOT))
                    .put("text", ablation.text());
        }
    }

    private static void verdicts(ArrayNode array, List<ClaimVerdict> verdicts) {
        for (ClaimVerdict verdict : verdicts) {
            array.addObject()
                    .put("scope", verdict.scope().text())
                    .put("verdict", verdict.verdict().text())
                    .put("condition", verdict.reason());
        }
    }

    private static void put(ObjectNode node, ClaimEvidence evidence) {
        node.put("question", evidence.question());
        node.put("judges", evidence.judges());
        ArrayNode answers = node.putArray("answers");
        for (ClaimAnswer answer : evidence.answers()) {
            ObjectNode one = answers.addObject()
                    .put("case", answer.phrase())
                    .put("scenario", answer.scenario())
                    .put("backend", answer.backend())
                    .put("kernel", answer.kernel())
                    .put("answer", answer.answer().text())
                    .put("saw", answer.saw());
            ArrayNode without = one.putArray("without");
            answer.without().forEach(without::add);
        }
    }
}
