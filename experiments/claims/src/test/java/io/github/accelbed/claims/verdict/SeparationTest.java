package io.github.accelbed.claims.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class SeparationTest {
    private static final List<String> KERNELS = List.of("4.20", "5.4", "5.8", "5.10", "7.0");
    private static final List<String> BACKENDS = List.of("uacce", "vfio", "odp", "capi");

    private static List<Point> points(Predicate<Point> holds) {
        List<Point> points = new ArrayList<>();
        for (String kernel : KERNELS) {
            for (String backend : BACKENDS) {
                points.add(new Point(kernel, backend, holds.test(new Point(kernel, backend, false))));
            }
        }
        return points;
    }

    private static String found(Predicate<Point> holds) {
        List<Point> points = points(holds);
        return new ConditionText(points).of(Separation.of(points));
    }

    private static boolean before(Point point, String kernel) {
        return KERNELS.indexOf(point.kernel()) < KERNELS.indexOf(kernel);
    }

    @Test
    void whatHoldsEverywhereHoldsAlwaysAndWhatHoldsNowhereNever() {
        assertThat(found(point -> true)).isEqualTo("always");
        assertThat(found(point -> false)).isEqualTo("never");
    }

    @Test
    void aKernelThatEndsItIsNamedByTheLastOneThatWasRunBefore() {
        assertThat(found(point -> before(point, "5.10"))).isEqualTo("up to 5.8");
        assertThat(found(point -> !before(point, "5.10"))).isEqualTo("from 5.10");
        assertThat(found(point -> before(point, "5.10") && !before(point, "5.4")))
                .isEqualTo("from 5.4 to 5.8");
        assertThat(found(point -> point.kernel().equals("5.8"))).isEqualTo("on 5.8 alone");
    }

    @Test
    void oneRowIsNamedAndOfAllButOneTheOneIsNamed() {
        assertThat(found(point -> point.backend().equals("vfio"))).isEqualTo("on vfio");
        assertThat(found(point -> !point.backend().equals("vfio"))).isEqualTo("on all rows but vfio");
    }

    @Test
    void aProductOfTwoDimensionsIsSaidAsOne() {
        assertThat(found(point -> point.backend().equals("vfio") && before(point, "5.10")))
                .isEqualTo("on vfio up to 5.8");
    }

    @Test
    void allButAProductIsSaidAsAnException() {
        assertThat(found(point -> !(point.backend().equals("vfio") && before(point, "5.10"))))
                .isEqualTo("except on vfio up to 5.8");
    }

    @Test
    void whatNoProductSeparatesIsSaidCaseByCase() {
        assertThat(found(point -> point.backend().equals("vfio") ? before(point, "5.10") : !before(point, "5.10")))
                .isEqualTo("up to 5.8: on vfio; from 5.10: on all rows but vfio");
        assertThat(found(point ->
                        point.backend().equals("capi") || (point.backend().equals("vfio") && before(point, "5.8"))))
                .isEqualTo("up to 5.4: on vfio and capi; from 5.8: on capi");
    }

    @Test
    void pointsAtOnePlaceThatDisagreeAreNoInput() {
        Point yes = new Point("5.4", "vfio", true);
        Point no = new Point("5.4", "vfio", false);
        assertThatThrownBy(() -> Separation.of(List.of(yes, no))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Separation.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theConditionOfRandomPointsIsTrueOfExactlyThoseThatHold() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int percent = random.nextInt(101);
            List<Point> points = new ArrayList<>(points(point -> random.nextInt(100) < percent));
            points.removeIf(point -> random.nextInt(5) == 0);
            if (points.isEmpty()) {
                continue;
            }
            Condition condition = Separation.of(points);
            assertThat(points).as("seed " + seed).allMatch(point -> condition.covers(point) == point.holds());
        }
    }

    @Test
    void theOrderOfThePointsDoesNotMatterForWhatIsCovered() {
        List<Point> points = points(point -> point.backend().equals("odp") && !before(point, "5.8"));
        List<Point> reversed = new ArrayList<>(points);
        Collections.reverse(reversed);
        Condition condition = Separation.of(points);
        assertThat(reversed).allMatch(point -> Separation.of(reversed).covers(point) == condition.covers(point));
    }
}
