package io.github.accelbed.conformance.calibrate;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.model.cost.Cost;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one price is measured.
 *
 * @param cost the price
 * @param series whose samples it is taken from; fork's fixed part and its part per page share theirs
 * @param method how it comes out of them
 */
record Measurement(Cost cost, Cost series, Method method) {

    static Measurement each(Cost cost) {
        return new Measurement(cost, cost, Method.EACH);
    }

    static Measurement slope(Cost cost) {
        return new Measurement(cost, cost, Method.SLOPE);
    }

    /**
     * The price.
     *
     * @param samples what the agent measured
     * @return the price, or why there is none
     * @throws AgentException if rounds do not match
     */
    CalibratedPrice price(Samples samples) throws AgentException {
        List<Sample> taken = samples.of(series);
        String skipped = samples.skipped(series);
        if (skipped != null || taken.isEmpty()) {
            return new CalibratedPrice.NotMeasured(cost, skipped == null ? "the native agent did not try" : skipped);
        }
        Estimate estimate = Estimate.of(Rounds.of(taken), method);
        String noise = noise(estimate);
        return noise == null
                ? new CalibratedPrice.Measured(cost, estimate, method)
                : new CalibratedPrice.NotMeasured(cost, noise);
    }

    private static @Nullable String noise(Estimate estimate) {
        return estimate.low() > 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "lost in the noise, %.0f to %.0f ns; try again with more rounds or less beside it",
                        estimate.low(),
                        estimate.high());
    }
}
