package io.github.accelbed.conformance.calibrate;

import io.github.accelbed.model.cost.Cost;

/** What came of measuring one price. */
public sealed interface CalibratedPrice {
    /**
     * The price.
     *
     * @return which one
     */
    Cost cost();

    /**
     * It was measured.
     *
     * @param cost the price
     * @param estimate how much, and how sure
     * @param method how it came out of the samples
     */
    record Measured(Cost cost, Estimate estimate, Method method) implements CalibratedPrice {}

    /**
     * It could not be measured here; the shipped price stays.
     *
     * @param cost the price
     * @param reason why, in a few words
     */
    record NotMeasured(Cost cost, String reason) implements CalibratedPrice {}
}
