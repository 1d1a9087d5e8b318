/** What each row of the comparison offers, and why not the rest. */
@NullMarked
package io.github.accelbed.experiments.rows;

import org.jspecify.annotations.NullMarked;
