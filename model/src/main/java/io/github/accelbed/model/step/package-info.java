/** Operations as sequences of named atomic steps, the actors that run them, and the locks they take. */
@NullMarked
package io.github.accelbed.model.step;

import org.jspecify.annotations.NullMarked;
