/** The steps of a scenario's run, one record a kind. */
@NullMarked
package io.github.accelbed.scenario.language.step;

import org.jspecify.annotations.NullMarked;
