package io.github.accelbed.conformance.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.accelbed.conformance.agent.AgentException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Guards against prices that one disturbed round moves, and against intervals that mean nothing. */
class EstimateTest {
    private static Rounds rounds(Sample... samples) throws AgentException {
        return Rounds.of(List.of(samples));
    }

    /** Rounds 1 to 11; in round r a call takes r ns for each of x pages and 50 ns beside. */
    private static Rounds fan() throws AgentException {
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= 11; round++) {
            for (long x : new long[] {0, 10, 30}) {
                samples.add(new Sample(round, x, 50 + round * x));
            }
        }
        return Rounds.of(samples);
    }

    @Test
    void aLineWorkedByHandHasItsSlopeAndIntercept() throws AgentException {
        // Means 1 and 2; the slope is (-1 * -1 + 1 * 0) / 2, the intercept 2 - 0.5.
        Rounds points = rounds(new Sample(1, 0, 1), new Sample(1, 1, 3), new Sample(1, 2, 2));

        assertThat(Estimate.of(points, Method.SLOPE).ns()).isCloseTo(0.5, offset(1e-12));
        assertThat(Estimate.of(points, Method.INTERCEPT).ns()).isCloseTo(1.5, offset(1e-12));
    }

    @Test
    void theTimeOfEachIsTheMedianDividedByHowMany() throws AgentException {
        Rounds three = rounds(new Sample(1, 100, 900), new Sample(2, 100, 250), new Sample(3, 100, 300));

        assertThat(Estimate.of(three, Method.EACH).ns()).isEqualTo(3.0);
        assertThat(Estimate.of(three, Method.EACH).samples()).isEqualTo(3);
    }

    /**
     * The median of 11 draws from 1 to 11 is at most k with the probability that at least 6 of them are. That is 0.5 % for 2 and
     * 5 % for 3, so 2.5 % of all draws end at 3, and by symmetry at 9 from above.
     */
    @Test
    void theIntervalOfElevenSpreadSlopesReachesFromTheThirdToTheNinth() throws AgentException {
        assertThat(1 - new BinomialDistribution(null, 11, 2 / 11.0).cumulativeProbability(5))
                .isLessThan(0.01);
        assertThat(1 - new BinomialDistribution(null, 11, 3 / 11.0).cumulativeProbability(5))
                .isGreaterThan(0.04);

        Estimate slope = Estimate.of(fan(), Method.SLOPE);

        assertThat(slope.ns()).isCloseTo(6, offset(1e-9));
        assertThat(slope.low()).isCloseTo(3, offset(1e-9));
        assertThat(slope.high()).isCloseTo(9, offset(1e-9));
        assertThat(slope.samples()).isEqualTo(33);
    }

    @Test
    void aLineThroughOnePointForNoPagesHasThatIntercept() throws AgentException {
        Estimate intercept = Estimate.of(fan(), Method.INTERCEPT);

        assertThat(intercept.ns()).isCloseTo(50, offset(1e-9));
        assertThat(intercept.low()).isCloseTo(50, offset(1e-9));
        assertThat(intercept.high()).isCloseTo(50, offset(1e-9));
    }

    @Test
    void aThirdOfRoundsThatTookAThousandTimesAsLongMovesNothing() throws AgentException {
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= 99; round++) {
            for (long x : new long[] {0, 512, 4096}) {
                long ns = 60_000 + 70 * x;
                samples.add(new Sample(round, x, round % 3 == 0 ? 1000 * ns : ns));
            }
        }

        Estimate slope = Estimate.of(Rounds.of(samples), Method.SLOPE);

        assertThat(slope.ns()).isCloseTo(70, offset(1e-9));
        assertThat(slope.low()).isCloseTo(70, offset(1e-9));
        assertThat(slope.high()).isCloseTo(70, offset(1e-9));
        assertThat(Estimate.of(Rounds.of(samples), Method.INTERCEPT).high()).isCloseTo(60_000, offset(1e-6));
    }

    @Test
    void theSameSamplesGiveTheSameInterval() throws AgentException {
        assertThat(Estimate.of(fan(), Method.SLOPE)).isEqualTo(Estimate.of(fan(), Method.SLOPE));
    }

    @Test
    void roundsThatMeasuredDifferentThingsAreRefused() {
        assertThatThrownBy(() -> rounds(new Sample(1, 8, 1), new Sample(1, 16, 1), new Sample(2, 8, 1)))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("round 2 ");
        assertThatThrownBy(() -> rounds(new Sample(7, 8, 1), new Sample(7, 8, 1)))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("round 7 ");
    }
}
