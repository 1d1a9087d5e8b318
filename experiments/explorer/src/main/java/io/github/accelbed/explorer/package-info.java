/** Every interleaving of a scenario's concurrent branches: which outcomes there are, how often, and a run that shows each. */
@NullMarked
package io.github.accelbed.explorer;

import org.jspecify.annotations.NullMarked;
