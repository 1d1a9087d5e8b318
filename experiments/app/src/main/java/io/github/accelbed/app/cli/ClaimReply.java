package io.github.accelbed.app.cli;

import io.github.accelbed.conformance.Conformance.Result;
import io.github.accelbed.conformance.ConformanceRecord;
import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimFact;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.reports.result.ClaimScope;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.StatementText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reply to a claim says, in its order.
 *
 * @param verdict the first sentence
 * @param who id, author and date
 * @param origin the Message-Id, or the subject where none is known
 * @param statement the claim
 * @param decided by which scenario, or by what else
 * @param scenario its name; empty where nothing ran
 * @param steps its statements
 * @param table the answers by release; null where nothing was asked
 * @param facts of a claim that cannot be tested what is known of it, else the commit that a fact names, if one does
 * @param saw what was looked at, with the values; empty where nothing was asked
 * @param computed who computed it, and which running kernels say the same; empty where nothing ran
 * @param again how to repeat and to contest it
 */
record ClaimReply(
        String verdict,
        String who,
        String origin,
        String statement,
        String decided,
        String scenario,
        List<String> steps,
        @Nullable ReleaseTable table,
        List<String> facts,
        String saw,
        String computed,
        String again) {

    private static final Pattern COMMIT = Pattern.compile("\\b(?=[a-f]*[0-9])[0-9a-f]{12}\\b");
    private static final Pattern FUNCTION = Pattern.compile("\\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\\b");
    private static final Pattern RELEASE = Pattern.compile("(?<![0-9.])[4-7]\\.[0-9]{1,2}(?![0-9.]*[0-9])");
    private static final Pattern RANGE = Pattern.compile("(up to|from) ([0-9]+\\.[0-9]+)");

    /** Copies the lists. */
    ClaimReply {
        steps = List.copyOf(steps);
        facts = List.copyOf(facts);
    }

    /**
     * Of an entry.
     *
     * @param claim judged
     * @param scenarios all by name
     * @param record what running kernels answered
     * @param ledger the option that names a ledger of one's own, with a blank before it; empty for the built-in one
     */
    static ClaimReply of(ClaimEntry claim, Map<String, Scenario> scenarios, ConformanceRecord record, String ledger) {
        ClaimOpposite opposite = claim.opposite();
        boolean wrong = scoped(claim, ClaimScope.Kind.ALL).verdict() == Verdict.REFUTED;
        ClaimAnswer deciding = opposite == null ? firstJudged(claim) : wrong ? opposite.no() : opposite.yes();
        Scenario scenario = deciding == null ? null : scenarios.get(deciding.scenario());
        return new ClaimReply(
                verdict(claim),
                "Claim " + claim.id() + ", " + claim.source().author() + ", "
                        + claim.source().date() + ",",
                claim.source().messageId().isEmpty()
                        ? claim.source().subject()
                        : "<" + claim.source().messageId() + ">",
                claim.statement(),
                decided(deciding, scenario),
                scenario == null ? "" : scenario.name(),
                scenario == null ? List.of() : steps(scenario),
                deciding == null ? null : ReleaseTable.of(claim),
                claim.testable() ? commit(claim) : facts(claim),
                deciding == null ? "" : saw(claim, deciding, opposite),
                deciding == null ? "" : computed(deciding, scenario, record),
                "To repeat it: accelbed claims" + ledger + " " + claim.id()
                        + ". To contest it: accelbed claims --ledger FILE, docs/claims.md.");
    }

    private static @Nullable ClaimAnswer firstJudged(ClaimEntry claim) {
        return claim.evidence().stream()
                .filter(ClaimEvidence::judges)
                .flatMap(evidence -> evidence.answers().stream())
                .filter(answer -> answer.answer() == Answer.YES || answer.answer() == Answer.NO)
                .findFirst()
                .orElse(null);
    }

    /** The verdict over all kernels; of a claim on a posting's kernels also what became of it. */
    private static String verdict(ClaimEntry claim) {
        ClaimVerdict today = scoped(claim, ClaimScope.Kind.TODAY);
        boolean past = today.verdict() == Verdict.NOT_MEANT;
        return sentence(scoped(claim, ClaimScope.Kind.ALL), past) + (past ? " " + capital(today.reason()) + "." : "");
    }

    private static ClaimVerdict scoped(ClaimEntry claim, ClaimScope.Kind kind) {
        return claim.verdicts().stream()
                .filter(verdict -> verdict.scope().kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(claim.id() + " was not judged"));
    }

    private static String sentence(ClaimVerdict verdict, boolean past) {
        String reason = verdict.reason();
        String where = past ? "." : " on every kernel.";
        return switch (verdict.verdict()) {
            case HOLDS -> "Right" + where;
            case REFUTED -> reason.isEmpty() ? "Wrong" + where : "Wrong: " + reason + ".";
            case CONDITIONAL -> conditional(reason);
            case NOT_TESTABLE, NOT_MEANT -> "Not testable: " + reason.replaceAll("\\.$", "") + ".";
        };
    }

    private static String conditional(String reason) {
        Matcher range = RANGE.matcher(reason);
        if (!range.matches()) {
            return (reason.matches("(up to|from|on|except) .*") ? "Right " : "Right in some cases: ") + reason + ".";
        }
        int at = KernelVersion.RELEASES.indexOf(KernelVersion.parse(range.group(2)));
        return range.group(1).equals("up to")
                ? "Right " + reason + "; no more from " + KernelVersion.RELEASES.get(at + 1) + " on."
                : "Right " + reason + " on; not yet in " + KernelVersion.RELEASES.get(at - 1) + ".";
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String decided(@Nullable ClaimAnswer deciding, @Nullable Scenario scenario) {
        if (deciding == null) {
            return "";
        }
        return scenario == null
                ? "Nothing had to run: it is known of each row and kernel."
                : "What decides, " + deciding.phrase() + " (" + scenario.name() + "):";
    }

    private static List<String> steps(Scenario scenario) {
        List<String> lines = Arrays.stream(scenario.text().split("\n", -1))
                .map(line -> StatementText.of(line).isEmpty() ? "" : indent(line) + StatementText.of(line))
                .toList();
        return lines.subList(lines.indexOf("run") + 1, lines.lastIndexOf("expect")).stream()
                .filter(line -> !line.isEmpty())
                .map(PlainText::line)
                .toList();
    }

    /** What stands in a branch is further in than what does not. */
    private static String indent(String line) {
        int depth = line.length() - line.stripLeading().length();
        return " ".repeat(Math.max(0, Math.min(depth, 8) - 2));
    }

    private static List<String> facts(ClaimEntry claim) {
        return claim.facts().stream()
                .map(fact -> "Fact (" + fact.known() + "): " + fact.statement())
                .toList();
    }

    /** Function and release, where the fact names one of each; the whole fact where it names several, which may not go together. */
    private static List<String> commit(ClaimEntry claim) {
        for (ClaimFact fact : claim.facts()) {
            Matcher commit = COMMIT.matcher(fact.statement());
            if (fact.verified() && commit.find()) {
                Set<String> functions = all(FUNCTION, fact.statement());
                Set<String> releases = all(RELEASE, fact.statement());
                boolean one = functions.size() == 1 && releases.size() == 1;
                return List.of("Commit " + commit.group()
                        + (one
                                ? " (" + functions.iterator().next() + ", "
                                        + releases.iterator().next() + ")."
                                : ": " + fact.statement()));
            }
        }
        return List.of();
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static String saw(ClaimEntry claim, ClaimAnswer deciding, @Nullable ClaimOpposite opposite) {
        String question = claim.evidence().stream()
                .filter(evidence -> evidence.judges() && evidence.answers().contains(deciding))
                .map(ClaimEvidence::question)
                .findFirst()
                .orElse("");
        List<String> seen = new ArrayList<>();
        boolean cases = opposite != null
                && !opposite.yes().scenario().equals(opposite.no().scenario());
        seen.add(seen(deciding, cases));
        if (opposite != null) {
            seen.add(seen(deciding.equals(opposite.no()) ? opposite.yes() : opposite.no(), cases));
        }
        seen.removeIf(String::isEmpty);
        return "Asked: " + question + "." + (seen.isEmpty() ? "" : " Seen: " + String.join("; ", seen) + ".");
    }

    private static String seen(ClaimAnswer answer, boolean cases) {
        return answer.saw().isEmpty()
                ? ""
                : answer.saw() + (cases ? " " + answer.phrase() : "") + " on " + answer.backend() + " "
                        + answer.kernel();
    }

    private static String computed(ClaimAnswer deciding, @Nullable Scenario scenario, ConformanceRecord record) {
        if (scenario == null) {
            return "Computed by a model.";
        }
        List<String> same = record.kernels(deciding.backend(), scenario.name(), Result.SAME);
        List<String> differs = record.kernels(deciding.backend(), scenario.name(), Result.DIFFERS);
        String stand = deciding.backend().equals("uacce") ? ", by a thread or a test driver in the device's place" : "";
        return "Computed by a model; "
                + (same.isEmpty()
                        ? "no running kernel was asked for this row"
                        : "running kernels " + String.join(", ", same) + " answer its calls and accesses alike" + stand)
                + (differs.isEmpty() ? "." : "; not so on " + String.join(", ", differs) + ".");
    }
}
