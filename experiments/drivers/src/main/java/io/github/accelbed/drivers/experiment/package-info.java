/** What an experiment is: a driver with parameters whose results are tables, charts and findings. */
@NullMarked
package io.github.accelbed.drivers.experiment;

import org.jspecify.annotations.NullMarked;
