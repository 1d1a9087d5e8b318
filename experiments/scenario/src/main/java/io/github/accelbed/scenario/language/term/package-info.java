/** The small words of the scenario language that steps and conditions share: positions, pages, values and answers. */
@NullMarked
package io.github.accelbed.scenario.language.term;

import org.jspecify.annotations.NullMarked;
