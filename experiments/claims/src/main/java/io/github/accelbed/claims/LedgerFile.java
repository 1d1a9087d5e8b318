package io.github.accelbed.claims;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.reports.result.ClaimSense;
import io.github.accelbed.scenario.language.VersionRange;
import io.github.accelbed.scenario.language.condition.Comparator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One thread's file of the ledger, as it is written: YAML, what is the same for many claims said once. */
final class LedgerFile {

    private record ThreadText(String subject, String kernel, List<Entry> claims) {}

    private record Entry(
            String id,
            String author,
            String date,
            @Nullable String message,
            @Nullable String subject,
            String says,
            @Nullable String speaksOf,
            @Nullable ClaimSense sense,
            @Nullable String kernels,
            @Nullable String posting,
            @Nullable List<String> backends,
            @Nullable List<Judge> judge,
            @Nullable List<Judge> explain,
            @Nullable List<String> against,
            @Nullable String notTestable,
            @Nullable List<Known> facts,
            @Nullable String remarks) {}

    private record Known(String fact, String known) {}

    private record Judge(
            @Nullable Map<String, List<String>> cases,
            @Nullable @JsonProperty("case") String inCase,
            @Nullable List<String> backends,
            @Nullable List<String> without,
            @Nullable String holds,
            @Nullable String sameAs,
            @Nullable Compare compare,
            @Nullable List<String> offers,
            @Nullable List<String> lacks,
            @Nullable String is,
            @Nullable String isNot) {}

    private record Compare(
            String counter,
            String is,
            @Nullable String ofScenario,
            @Nullable String ofBackend,
            @Nullable Integer percent) {}

    private LedgerFile() {}

    /**
     * Reads one thread.
     *
     * @param name of the file, for messages
     * @param text YAML
     * @return its claims in written order
     * @throws IllegalArgumentException if something is unknown, missing or contradictory; the message names file and claim
     */
    static List<Claim> read(String name, String text) {
        YAMLMapper mapper = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        ThreadText thread;
        try {
            thread = mapper.readValue(text, ThreadText.class);
        } catch (tools.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(name + ": " + e.getOriginalMessage() + " at " + e.getLocation(), e);
        }
        List<Claim> claims = new ArrayList<>();
        for (Entry entry : thread.claims()) {
            try {
                claims.add(claim(thread, entry));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ", claim " + entry.id() + ": " + e.getMessage(), e);
            }
        }
        return claims;
    }

    private static Claim claim(ThreadText thread, Entry entry) {
        List<String> backends = listed(entry.backends());
        String subject = entry.subject() == null ? thread.subject() : entry.subject();
        return new Claim(
                entry.id(),
                new Mail(entry.author(), entry.date(), given(entry.message()), subject),
                entry.says().strip(),
                entry.speaksOf() == null ? String.join(", ", backends) : entry.speaksOf(),
                entry.sense() == null ? ClaimSense.ALWAYS : entry.sense(),
                KernelVersion.parse(thread.kernel()),
                entry.kernels() == null ? null : VersionRange.parse(entry.kernels()),
                given(entry.posting()),
                evidence(entry.judge(), backends),
                evidence(entry.explain(), backends),
                given(entry.notTestable()),
                listed(entry.against()),
                listed(entry.facts()).stream()
                        .map(known -> new Fact(known.fact().strip(), known.known()))
                        .toList(),
                given(entry.remarks()));
    }

    private static List<Evidence> evidence(@Nullable List<Judge> parts, List<String> backends) {
        return listed(parts).stream()
                .map(part -> new Evidence(
                        cases(part),
                        part.backends() == null ? backends : part.backends(),
                        listed(part.without()),
                        question(part)))
                .toList();
    }

    private static List<Case> cases(Judge part) {
        Map<String, List<String>> cases = part.cases();
        if ((cases == null) == (part.inCase() == null)) {
            throw new IllegalArgumentException(
                    "each part has either 'cases', a phrase and its scenarios a line, or, where"
                            + " nothing runs, 'case', a phrase");
        }
        return cases == null
                ? List.of(new Case(given(part.inCase()), List.of()))
                : cases.entrySet().stream()
                        .map(one -> new Case(one.getKey(), one.getValue()))
                        .toList();
    }

    private static Question question(Judge judge) {
        List<Question> questions = new ArrayList<>();
        if (judge.holds() != null) {
            questions.add(new Question.Holds(judge.holds()));
        }
        if (judge.sameAs() != null) {
            questions.add(new Question.Same(judge.sameAs()));
        }
        Compare compare = judge.compare();
        if (compare != null) {
            questions.add(new Question.Compares(
                    compare.counter(),
                    Comparator.of(compare.is()),
                    given(compare.ofScenario()),
                    given(compare.ofBackend()),
                    compare.percent() == null ? 100 : compare.percent()));
        }
        if (judge.offers() != null || judge.lacks() != null) {
            questions.add(new Question.Offers(listed(judge.offers()), listed(judge.lacks())));
        }
        if (judge.is() != null) {
            questions.add(new Question.Is(trait(judge.is()), true));
        }
        if (judge.isNot() != null) {
            questions.add(new Question.Is(trait(judge.isNot()), false));
        }
        if (questions.size() != 1) {
            throw new IllegalArgumentException(
                    "each part of 'judge' asks one thing: holds, same-as, compare, offers and"
                            + " lacks, is or is-not, but this asks " + questions.size());
        }
        return questions.get(0);
    }

    private static RowTrait trait(String name) {
        return RowTrait.valueOf(name.strip().toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
