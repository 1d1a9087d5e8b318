/** Runs a scenario: every cell of it (a backend on a kernel) in a simulated kernel of its own. */
@NullMarked
@Woven
package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
