package io.github.accelbed.conformance.calibrate;

import org.apache.commons.math3.stat.regression.SimpleRegression;

/** How a price comes out of the median times of each number of pages or calls. */
public enum Method {
    /** One number of pages or calls was measured: its time divided by it. */
    EACH("median time of each") {
        @Override
        double price(double[] xs, double[] medians) {
            if (xs.length != 1 || xs[0] == 0) {
                throw new IllegalArgumentException("one number other than 0 is needed");
            }
            return medians[0] / xs[0];
        }
    },

    /** What one page or call more costs: the slope of the least-squares line through the medians. */
    SLOPE("slope of median time by number") {
        @Override
        double price(double[] xs, double[] medians) {
            return line(xs, medians).getSlope();
        }
    },

    /** What is left for no page at all: the intercept of that line. */
    INTERCEPT("intercept of median time by number") {
        @Override
        double price(double[] xs, double[] medians) {
            return line(xs, medians).getIntercept();
        }
    };

    private final String words;

    Method(String words) {
        this.words = words;
    }

    /** For a price's source. */
    String words() {
        return words;
    }

    /**
     * The price.
     *
     * @param xs numbers of pages or calls, all different
     * @param medians their times in nanoseconds
     * @return nanoseconds of one; may be negative where noise is larger than the price
     */
    abstract double price(double[] xs, double[] medians);

    private static SimpleRegression line(double[] xs, double[] medians) {
        if (xs.length < 2) {
            throw new IllegalArgumentException("a line needs two numbers");
        }
        SimpleRegression line = new SimpleRegression();
        for (int i = 0; i < xs.length; i++) {
            line.addData(xs[i], medians[i]);
        }
        return line;
    }
}
