/** What a backend must offer, the simulated kernel it is given, and the invariants that are checked all the time. */
@NullMarked
@Woven
package io.github.accelbed.model.access;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
