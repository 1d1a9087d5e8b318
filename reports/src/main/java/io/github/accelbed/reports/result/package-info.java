/**
 * What a report is made from: plain result records, without any type of the model.
 *
 * <p>Every record copies its lists and maps and keeps their order, so that the same results always give the same bytes.
 * Simulated times are in nanoseconds; there is no clock time anywhere.
 */
@NullMarked
package io.github.accelbed.reports.result;

import org.jspecify.annotations.NullMarked;
