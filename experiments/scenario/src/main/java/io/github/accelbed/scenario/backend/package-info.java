/** The registry of backends and of mechanisms that can be left out, and what each row offers: what there is, in one place. */
@NullMarked
@Woven
package io.github.accelbed.scenario.backend;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
