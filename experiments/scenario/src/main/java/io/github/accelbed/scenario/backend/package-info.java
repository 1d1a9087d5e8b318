/** The registry of backends and of mechanisms that can be left out, and what each row offers: what there is, in one place. */
@NullMarked
package io.github.accelbed.scenario.backend;

import org.jspecify.annotations.NullMarked;
