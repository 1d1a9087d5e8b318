/** Small worlds that are woven like the model. */
@NullMarked
@Woven
package io.github.accelbed.explorer.world;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
