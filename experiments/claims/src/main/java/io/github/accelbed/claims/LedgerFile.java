package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.reports.result.ClaimSense;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Capability;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.NearestWord;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.VersionRange;
import io.github.accelbed.scenario.language.condition.Comparator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ledger's file, as it is written: YAML, what is the same for many claims said once. */
final class LedgerFile {
    private static final List<String> THREAD = List.of("subject", "kernel", "claims");
    private static final List<String> CLAIM = List.of(
            "id",
            "author",
            "date",
            "message",
            "subject",
            "says",
            "speaks-of",
            "sense",
            "kernels",
            "posting",
            "backends",
            "judge",
            "explain",
            "against",
            "not-testable",
            "facts",
            "remarks");
    private static final List<String> PART = List.of(
            "cases", "case", "backends", "without", "holds", "same-as", "compare", "offers", "lacks", "is", "is-not");
    private static final List<String> COMPARE = List.of("counter", "is", "of-scenario", "of-backend", "percent");
    private static final List<String> FACT = List.of("fact", "known");
    private static final List<String> STEPS =
            Arrays.stream(AccessStep.values()).map(Capability::nameOf).toList();
    private static final List<String> TRAITS = Arrays.stream(RowTrait.values())
            .map(trait -> new Question.Is(trait, true).name())
            .toList();
    private static final List<String> SENSES =
            Arrays.stream(ClaimSense.values()).map(ClaimSense::id).toList();
    private static final List<String> SIGNS =
            Arrays.stream(Comparator.values()).map(Comparator::sign).toList();
    private static final int WHOLE = 100;
    private static final int MAX_PERCENT = 1_000_000;

    /** Null where nothing is known of scenarios: the built-in ledger is read before them, and its tests run all of it. */
    private final @Nullable KnownScenarios scenarios;

    private LedgerFile(@Nullable KnownScenarios scenarios) {
        this.scenarios = scenarios;
    }

    /**
     * Reads one file.
     *
     * @param name of the file, for messages
     * @param text YAML
     * @param scenarios that may be named; null to look at none
     * @return its claims in written order
     * @throws LedgerException if something is unknown, missing or contradictory
     */
    static List<Claim> read(String name, String text, @Nullable KnownScenarios scenarios) {
        return new LedgerFile(scenarios).claims(YamlText.read(name, text).map(THREAD));
    }

    private List<Claim> claims(YamlMap thread) {
        String subject = thread.required("subject").text();
        KernelVersion day = thread.required("kernel").as(text -> mainline(KernelVersion.parse(text)));
        List<Claim> claims = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlValue value : thread.required("claims").list()) {
            YamlMap entry = value.map(CLAIM);
            claims.add(claim(entry, subject, day));
            YamlValue id = entry.required("id");
            if (!ids.add(id.text())) {
                throw id.wrong("a second claim has the id " + id.text() + "; give each one of its own");
            }
        }
        if (claims.isEmpty()) {
            throw thread.required("claims").wrong("found no claim, expected a list of them");
        }
        return claims;
    }

    private Claim claim(YamlMap entry, String subject, KernelVersion day) {
        List<String> rows = rows(entry);
        Mail mail = new Mail(
                entry.required("author").text(),
                entry.required("date").text(),
                entry.text("message"),
                entry.find("subject").map(YamlValue::text).orElse(subject));
        List<Evidence> judged = evidence(entry, "judge", rows);
        List<Evidence> explained = evidence(entry, "explain", rows);
        List<Fact> facts = entry.list("facts").stream().map(LedgerFile::fact).toList();
        entry.find("not-testable").filter(unused -> !judged.isEmpty()).ifPresent(both -> {
            throw both.wrong("it has 'judge' as well; a claim has one of both, 'not-testable' is why nothing can run");
        });
        return entry.self()
                .checked(() -> new Claim(
                        entry.required("id").text(),
                        mail,
                        entry.required("says").text(),
                        entry.find("speaks-of").map(YamlValue::text).orElse(String.join(", ", rows)),
                        entry.find("sense")
                                .map(sense -> sense.as(LedgerFile::sense))
                                .orElse(ClaimSense.ALWAYS),
                        day,
                        entry.find("kernels")
                                .map(kernels -> kernels.as(text -> kernels(text, day)))
                                .orElse(null),
                        entry.text("posting"),
                        judged,
                        explained,
                        entry.text("not-testable"),
                        entry.list("against").stream().map(YamlValue::text).toList(),
                        facts,
                        entry.text("remarks")));
    }

    /** Verdicts are over mainline's releases; a stable one would be asked of none. */
    private static KernelVersion mainline(KernelVersion version) {
        if (version.stable() != 0) {
            throw new IllegalArgumentException(
                    "claims are judged on mainline's releases; write " + version.mainline() + " for " + version);
        }
        return version;
    }

    private static VersionRange kernels(String text, KernelVersion day) {
        VersionRange range = VersionRange.parse(text);
        Stream.of(Optional.ofNullable(range.first()), Optional.ofNullable(range.last()))
                .flatMap(Optional::stream)
                .forEach(LedgerFile::mainline);
        if (!range.contains(day)) {
            throw new IllegalArgumentException(
                    "'" + text + "' leaves out the kernel of the claim's own day, " + day + ", which 'kernel' names");
        }
        return range;
    }

    private static Fact fact(YamlValue value) {
        YamlMap fact = value.map(FACT);
        String statement = fact.required("fact").text();
        return fact.required("known").as(known -> new Fact(statement, known));
    }

    private List<Evidence> evidence(YamlMap entry, String key, List<String> rows) {
        List<Evidence> all = new ArrayList<>();
        for (YamlValue value : entry.list(key)) {
            YamlMap part = value.map(PART);
            part.find("without").filter(unused -> key.equals("judge")).ifPresent(without -> {
                throw without.wrong(
                        "a kernel without a mechanism judges nothing; move this part from 'judge' to 'explain'");
            });
            all.add(evidence(part, rows));
        }
        return all;
    }

    private Evidence evidence(YamlMap part, List<String> rows) {
        Question question = question(part);
        List<String> own = part.find("backends").isPresent() ? rows(part) : rows;
        List<String> without = part.list("without").stream()
                .map(one -> one.as(text -> known(text, "mechanism", Mechanisms.names())))
                .toList();
        List<Case> cases = cases(part);
        Evidence evidence = part.self().checked(() -> new Evidence(cases, own, without, question));
        if (scenarios != null) {
            YamlValue asked = part.find("holds").or(() -> part.find("compare")).orElse(part.self());
            part.find("backends").orElse(part.self()).checked(() -> {
                scenarios.checkRows(evidence);
                return evidence;
            });
            asked.checked(() -> {
                scenarios.checkQuestion(evidence);
                return evidence;
            });
        }
        return evidence;
    }

    private List<Case> cases(YamlMap part) {
        if (part.find("cases").isPresent() == part.find("case").isPresent()) {
            throw part.self()
                    .wrong(
                            "a part has either 'cases', each a phrase and its scenarios, or, where nothing runs, 'case', a"
                                    + " phrase");
        }
        List<Case> cases = new ArrayList<>();
        part.find("case").ifPresent(one -> cases.add(new Case(one.text(), List.of())));
        part.find("cases")
                .ifPresent(all -> all.entries()
                        .forEach((phrase, names) -> cases.add(new Case(
                                phrase,
                                names.list().stream().map(this::scenario).toList()))));
        return cases;
    }

    private String scenario(YamlValue name) {
        return name.as(text -> scenarios == null ? text : scenarios.find(text).name());
    }

    private Question question(YamlMap part) {
        List<Question> questions = new ArrayList<>();
        part.find("holds").ifPresent(holds -> questions.add(new Question.Holds(holds.text())));
        part.find("same-as").ifPresent(row -> questions.add(new Question.Same(row(row))));
        part.find("compare").ifPresent(compare -> questions.add(compares(compare.map(COMPARE))));
        if (part.find("offers").isPresent() || part.find("lacks").isPresent()) {
            questions.add(new Question.Offers(steps(part.list("offers")), steps(part.list("lacks"))));
        }
        part.find("is").ifPresent(trait -> questions.add(new Question.Is(trait.as(LedgerFile::trait), true)));
        part.find("is-not").ifPresent(trait -> questions.add(new Question.Is(trait.as(LedgerFile::trait), false)));
        if (questions.size() != 1) {
            throw part.self()
                    .wrong(
                            "a part asks one thing: holds, same-as, compare, offers and lacks, is or is-not, but this asks "
                                    + questions.size());
        }
        return questions.get(0);
    }

    private Question compares(YamlMap compare) {
        return new Question.Compares(
                compare.required("counter").text(),
                compare.required("is").as(sign -> Comparator.of(known(sign, "comparison", SIGNS))),
                compare.find("of-scenario").map(this::scenario).orElse(""),
                compare.find("of-backend").map(LedgerFile::row).orElse(""),
                compare.find("percent")
                        .map(percent -> percent.as(LedgerFile::percent))
                        .orElse(WHOLE));
    }

    private static int percent(String text) {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > MAX_PERCENT) {
            throw new IllegalArgumentException(
                    "'" + YamlValue.shown(text) + "' is no whole number of percent below 1000000");
        }
        return Integer.parseInt(text);
    }

    private static List<String> rows(YamlMap map) {
        return map.list("backends").stream().map(LedgerFile::row).toList();
    }

    private static String row(YamlValue name) {
        return name.as(text -> text.equals(Scenario.MM) ? text : known(text, "row", Backends.ids()));
    }

    private static List<String> steps(List<YamlValue> names) {
        return names.stream()
                .map(name -> name.as(text -> known(text, "step", STEPS)))
                .toList();
    }

    private static RowTrait trait(String name) {
        return RowTrait.valueOf(
                known(name, "trait of a row", TRAITS).toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    private static ClaimSense sense(String name) {
        return ClaimSense.valueOf(
                known(name.toLowerCase(Locale.ROOT), "sense", SENSES).toUpperCase(Locale.ROOT));
    }

    private static String known(String word, String kind, List<String> known) {
        if (!known.contains(word)) {
            throw new IllegalArgumentException(
                    "'" + YamlValue.shown(word) + "' is no " + kind + NearestWord.hint(word, known));
        }
        return word;
    }
}
