/** The registry of backends and of mechanisms that can be left out: what there is, in one place. */
@NullMarked
package io.github.accelbed.experiments.backend;

import org.jspecify.annotations.NullMarked;
