package io.github.accelbed.claims.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class SentenceTest {
    private static final List<String> KERNELS = List.of("5.4", "5.8", "5.9", "7.0");

    private final Map<String, List<Point>> cases = new LinkedHashMap<>();

    private void answer(String phrase, Predicate<Point> holds) {
        List<Point> points = new ArrayList<>();
        for (String kernel : KERNELS) {
            for (String backend : List.of("vfio", "odp")) {
                points.add(new Point(kernel, backend, holds.test(new Point(kernel, backend, false))));
            }
        }
        cases.put(phrase, points);
    }

    private static boolean from59(Point point) {
        return KERNELS.indexOf(point.kernel()) >= KERNELS.indexOf("5.9");
    }

    @Test
    void casesThatAnswerAlikeGoTogetherAndThoseThatAreNeverSoComeLast() {
        answer("beyond RLIMIT_MEMLOCK", point -> false);
        answer("for memory that is there", point -> true);
        answer("after a fork", SentenceTest::from59);
        answer("for memory that is shared", point -> true);
        answer("for later mappings", point -> false);

        assertThat(Sentence.of(cases))
                .isEqualTo("for memory that is there and for memory that is shared; after a fork only from 5.9;"
                        + " not beyond RLIMIT_MEMLOCK or for later mappings");
    }

    @Test
    void whatIsTheSameInAllCasesNamesNoCase() {
        answer("a", point -> point.backend().equals("odp"));
        answer("b", point -> point.backend().equals("odp"));

        assertThat(Sentence.of(cases)).isEqualTo("on odp");
    }

    @Test
    void anExceptionNeedsNoOnly() {
        answer("for old memory", point -> true);
        answer("after a fork", point -> from59(point) || point.backend().equals("odp"));

        assertThat(Sentence.of(cases)).isEqualTo("for old memory; after a fork except on vfio up to 5.8");
    }

    @Test
    void theOppositeNamesTheCasesThatSpeakAgainstIt() {
        answer("for old memory", point -> true);
        answer("after a fork", SentenceTest::from59);

        assertThat(Sentence.ofOpposite(cases)).isEqualTo("after a fork up to 5.8");

        answer("for later mappings", point -> false);
        assertThat(Sentence.ofOpposite(cases)).isEqualTo("for later mappings; after a fork only up to 5.8");
    }

    @Test
    void theOppositeOfWhatIsNeverSoIsTheCasesAlone() {
        answer("for old memory", point -> false);
        answer("after a fork", point -> false);

        assertThat(Sentence.ofOpposite(cases)).isEqualTo("for old memory and after a fork");
    }
}
