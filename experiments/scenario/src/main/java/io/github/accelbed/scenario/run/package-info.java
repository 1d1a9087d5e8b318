/** Runs a scenario: every cell of it (a backend on a kernel) in a simulated kernel of its own. */
@NullMarked
package io.github.accelbed.scenario.run;

import org.jspecify.annotations.NullMarked;
