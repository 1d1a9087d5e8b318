package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimVerdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One claim's row.
 *
 * @param entry the claim
 * @param id of the row
 * @param verdicts one for each of the table's scopes; null where there is none
 * @param conditions what the verdicts add, each once
 * @param evidence what was asked and answered
 * @param oppositeHref to the scenario of the nearest opposite answer; empty if it is not on the page
 * @param restsOn the mechanisms without which a verdict turns
 */
public record ClaimView(
        ClaimEntry entry,
        String id,
        List<@Nullable ClaimVerdict> verdicts,
        List<String> conditions,
        List<EvidenceView> evidence,
        String oppositeHref,
        List<ClaimAblation> restsOn) {

    /**
     * One question and its answers.
     *
     * @param question what was asked of each cell
     * @param judges whether the verdict hangs on it
     * @param counts how many cells answered what, in words
     * @param answers those that are alike, together
     */
    public record EvidenceView(String question, boolean judges, String counts, List<AnswerView> answers) {}

    /**
     * Cells of one scenario that answered alike.
     *
     * @param phrase the case that it shows
     * @param scenario its name
     * @param href to it; empty if it is not on the page
     * @param answer whether the claim is so there
     * @param status the style of the answer
     * @param saw what the cells saw
     * @param where the cells
     */
    public record AnswerView(
            String phrase,
            String scenario,
            String href,
            ClaimAnswer.Answer answer,
            String status,
            String saw,
            List<Where> where) {}

    /**
     * The search words of the row.
     *
     * @return small letters
     */
    public String words() {
        return (entry.id() + " " + entry.statement() + " " + entry.source().author()).toLowerCase(Locale.ROOT);
    }

    /**
     * The verdicts' names, for the filter.
     *
     * @return separated by spaces
     */
    public String verdictNames() {
        StringBuilder names = new StringBuilder();
        for (ClaimVerdict verdict : verdicts) {
            if (verdict != null) {
                names.append(names.isEmpty() ? "" : " ")
                        .append(verdict.verdict().name());
            }
        }
        return names.toString();
    }
}
