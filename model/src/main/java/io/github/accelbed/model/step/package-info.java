/** Operations as sequences of named atomic steps, the actors that run them, and the locks they take. */
@NullMarked
@Woven
package io.github.accelbed.model.step;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
