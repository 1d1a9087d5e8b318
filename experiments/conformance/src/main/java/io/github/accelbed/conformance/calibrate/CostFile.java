package io.github.accelbed.conformance.calibrate;

import io.github.accelbed.model.cost.CostTable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A calibration as a cost file, which {@link CostTable#with} reads: a row for each price that was measured. */
public final class CostFile {
    private static final int DIGITS = 4;
    private static final int MAX_DECIMALS = 3;

    private CostFile() {}

    /**
     * The file's text.
     *
     * @param calibration what was measured
     * @return CSV, each line ended
     */
    public static String text(Calibration calibration) {
        StringBuilder csv = new StringBuilder(CostTable.HEADER).append('\n');
        for (CalibratedPrice price : calibration.prices()) {
            if (price instanceof CalibratedPrice.Measured measured) {
                csv.append(row(calibration, measured)).append('\n');
            }
        }
        return csv.toString();
    }

    private static String row(Calibration calibration, CalibratedPrice.Measured price) {
        Estimate estimate = price.estimate();
        String source =
                "measured on " + calibration.machine() + ": " + price.method().words() + " in "
                        + calibration.rounds() + " rounds, 95 % interval " + number(estimate.low()) + " to "
                        + number(estimate.high()) + " ns";
        // The reader knows no quotation mark inside a cell.
        return price.cost().key() + ',' + number(estimate.ns()) + ",\"" + source.replaceAll("[\"\\p{Cntrl}]", " ")
                + "\",yes";
    }

    /**
     * Nanoseconds as cost files write them.
     *
     * @param ns 0 or more
     * @return four significant digits, at most three decimals, never an exponent
     */
    public static String number(double ns) {
        BigDecimal exact = BigDecimal.valueOf(ns);
        int beforePoint = exact.precision() - exact.scale();
        return exact.setScale(Math.min(MAX_DECIMALS, DIGITS - beforePoint), RoundingMode.HALF_UP)
                .toPlainString();
    }
}
