/** Programs that nobody wrote: how chance chooses, and the smallest part of one that still shows what the whole one showed. */
@NullMarked
package io.github.accelbed.scenario.program;

import org.jspecify.annotations.NullMarked;
