package io.github.accelbed.scenario.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.step.Advice;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference must not say what the parser does not know, nor be silent about a step. */
class LanguageReferenceTest {

    private static final Path REFERENCE = Path.of("..", "..", "docs", "scenario-language.md");
    private static final Pattern BLOCK = Pattern.compile("^```scn\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(REFERENCE));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everyExampleIsAScenarioWithoutWarnings(String block) {
        assertThat(TestVocabulary.parse(block).warnings()).isEmpty();
    }

    @Test
    void everyExampleHasItsOwnName() throws IOException {
        assertThat(blocks().stream().map(block -> TestVocabulary.parse(block).name()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyKindOfStepHasAnExample() throws IOException {
        Set<Class<?>> shown = new HashSet<>();
        blocks().forEach(block -> TestVocabulary.parse(block).steps().forEach(step -> shown.add(step.getClass())));

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(Steps.kinds(Step.class).toList());
    }

    @Test
    void everyCounterAndAdviceIsNamed() throws IOException {
        String text = Files.readString(REFERENCE);

        assertThat(CounterKind.words()).allSatisfy(word -> assertThat(text).contains("| `" + word));
        assertThat(Stream.of(Advice.values()).map(advice -> advice.name().toLowerCase(Locale.ROOT)))
                .allSatisfy(word -> assertThat(text).contains("`" + word + "`"));
    }

    @Test
    void everyMessageInTheTableIsTheParsersOwn() throws IOException {
        Matcher rows = Pattern.compile("^\\| `(.*)` \\| (found .*) \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(REFERENCE));
        Set<String> seen = new TreeSet<>();
        while (rows.find()) {
            seen.add(rows.group(1));
            assertThat(messageFor(rows.group(1))).as(rows.group(1)).isEqualTo(rows.group(2));
        }
        assertThat(seen).hasSizeGreaterThan(5);
    }

    /** The row's line in the place where such a line stands. */
    private static String messageFor(String line) {
        boolean header = line.startsWith("kernel");
        boolean expectation = line.startsWith("r0");
        String text = TestVocabulary.withHeaders((header ? line : "")
                + "\nrun\nA: open q\n"
                + (line.startsWith("A: mmap") ? "" : "A: mmap buf 4\n")
                + (header || expectation ? "A: exit -> r0" : line)
                + "\nexpect\n"
                + (expectation ? line : "elapsed = 0"));
        try {
            TestVocabulary.parse(text);
            return "nothing";
        } catch (ScenarioSyntaxException e) {
            return e.problems().get(0).message();
        }
    }

    @Test
    void whereAStepIsAddedIsThere() throws IOException {
        String text = Files.readString(Path.of("..", "..", "CONTRIBUTING.md"));
        String section = text.substring(text.indexOf("## To add a step of the language"), text.indexOf("## Tests"));
        List<String> files = Pattern.compile("`((?:java|antlr4)/[^`]*)`")
                .matcher(section)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(files)
                .hasSize(5)
                .allSatisfy(file -> assertThat(Path.of("src", "main", file)).exists());
    }
}
