/** What a backend must offer, the simulated kernel it is given, and the invariants that are checked all the time. */
@NullMarked
package io.github.accelbed.model.access;

import org.jspecify.annotations.NullMarked;
