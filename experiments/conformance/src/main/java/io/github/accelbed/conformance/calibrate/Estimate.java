package io.github.accelbed.conformance.calibrate;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A price and how sure it is.
 *
 * <p>The interval is a percentile bootstrap over rounds: {@value #RESAMPLES} times as many rounds as there were are drawn with
 * replacement and with a fixed seed, the price is taken from each draw, and the middle 95 % of those prices are the interval.
 * Medians come before the line is laid, so rounds that other programs disturbed move neither, as long as they are fewer than half.
 * It is the uncertainty of this run only: another boot or other frequency of the processor may lie outside.
 *
 * @param ns the price, nanoseconds
 * @param low lower end of the 95 % interval
 * @param high upper end
 * @param samples how many raw samples it rests on
 */
public record Estimate(double ns, double low, double high, int samples) {
    static final int RESAMPLES = 1000;

    private static final int SEED = 1;
    private static final double LOW_PERCENT = 2.5;
    private static final double HIGH_PERCENT = 97.5;

    /**
     * Estimates a price.
     *
     * @param rounds the measurements
     * @param method how the price comes out of them
     * @return price and interval
     */
    static Estimate of(Rounds rounds, Method method) {
        int[] chosen = new int[rounds.count()];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = i;
        }
        double[] xs = rounds.xs();
        double price = method.price(xs, rounds.medians(chosen));
        RandomGenerator random = new Well19937c(SEED);
        double[] prices = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < chosen.length; j++) {
                chosen[j] = random.nextInt(chosen.length);
            }
            prices[i] = method.price(xs, rounds.medians(chosen));
        }
        return new Estimate(
                price,
                StatUtils.percentile(prices, LOW_PERCENT),
                StatUtils.percentile(prices, HIGH_PERCENT),
                rounds.samples());
    }
}
