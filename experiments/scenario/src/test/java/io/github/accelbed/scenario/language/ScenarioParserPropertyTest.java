package io.github.accelbed.scenario.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever it is given, the parser answers with a scenario or with problems that point into the text. */
class ScenarioParserPropertyTest {

    private static final int TEXTS = 3000;
    private static final String WORD_LIST = """
            scenario title claim kernel backend device limit explore without queues via memlock run par and end expect
            root or not always sometimes never mmap munmap mremap mprotect madvise read write fork open close dup map pin
            get unpin copy create-mdev on with inherit raw rw ro none A B q p buf r0 ok EFAULT elapsed pinned : -> [ ] ( )
            .. @ = != < <= > >= 0 1 4 -1 99999999999999999999 64K 5.9 5.9.. ..5.8 5.8.12 004-2 "old" "open \\" # é 😀
            """;
    private static final String[] WORDS = WORD_LIST.strip().split("\\s+");

    @Test
    void answersRandomBytesWithProblems() {
        Random random = new Random(1);
        for (int i = 0; i < TEXTS; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            parse(bytes, "bytes " + i);
        }
    }

    @Test
    void answersRandomPrintableTextWithProblems() {
        Random random = new Random(2);
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(200); j > 0; j--) {
                text.append((char) (random.nextInt(20) == 0 ? '\n' : ' ' + random.nextInt(95)));
            }
            parse(text.toString().getBytes(StandardCharsets.UTF_8), text.toString());
        }
    }

    @Test
    void answersRandomWordsOfTheLanguageWithAScenarioOrProblems() {
        Random random = new Random(3);
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text =
                    new StringBuilder(TestVocabulary.withHeaders(random.nextBoolean() ? "run\nA: exit\n" : ""));
            for (int j = random.nextInt(60); j > 0; j--) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(5) == 0 ? "\n" : " ");
            }
            parse(text.toString().getBytes(StandardCharsets.UTF_8), text.toString());
        }
    }

    @Test
    void answersMutatedExamplesWithAScenarioOrProblems() throws IOException {
        List<String> examples = LanguageReferenceTest.blocks();
        Random random = new Random(4);
        int valid = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder(examples.get(random.nextInt(examples.size())));
            for (int j = 1 + random.nextInt(3); j > 0; j--) {
                mutate(text, random);
            }
            valid += parse(text.toString().getBytes(StandardCharsets.UTF_8), text.toString()) ? 1 : 0;
        }
        assertThat(valid).as("mutants that are still scenarios").isBetween(TEXTS / 20, TEXTS * 19 / 20);
    }

    @Test
    void answersHalfASurrogatePairWithProblems() {
        try {
            TestVocabulary.parse(TestVocabulary.withSteps("A: exit \uD83D\nA: exit \uDE00"));
            fail("it is no scenario");
        } catch (ScenarioSyntaxException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    private static void mutate(StringBuilder text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextBoolean() ? 2 : 30));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, WORDS[random.nextInt(WORDS.length)]);
            case 2 -> text.setCharAt(from, (char) (' ' + random.nextInt(95)));
            case 3 -> text.insert(from, text.substring(from, to));
            default -> swapLines(text, random);
        }
        if (text.isEmpty()) {
            text.append('x');
        }
    }

    private static void swapLines(StringBuilder text, Random random) {
        String[] lines = text.toString().split("\n", -1);
        int a = random.nextInt(lines.length);
        int b = random.nextInt(lines.length);
        String line = lines[a];
        lines[a] = lines[b];
        lines[b] = line;
        text.setLength(0);
        text.append(String.join("\n", lines));
    }

    /** True if it is a scenario; anything but that or a list of problems within the text fails the test. */
    private static boolean parse(byte[] bytes, String description) {
        long lines = new String(bytes, StandardCharsets.UTF_8)
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        try {
            TestVocabulary.PARSER.parse("f.scn", bytes);
            return true;
        } catch (ScenarioSyntaxException e) {
            assertThat(e.problems()).as(description).isNotEmpty().allSatisfy(problem -> {
                assertThat((long) problem.at().line()).isBetween(1L, lines);
                assertThat(problem.at().column()).isPositive();
                assertThat(problem.toString()).doesNotContain("\n").matches("f\\.scn:\\d+:\\d+: found .+, expected .+");
            });
            assertThat(e.problems()).as(description).isSorted();
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(description, e);
        }
    }
}
