/**
 * The scenario language: from the text of a {@code .scn} file to a checked {@link
 * io.github.accelbed.scenario.language.Scenario}, and back. Its reference is {@code docs/scenario-language.md}.
 */
@NullMarked
package io.github.accelbed.scenario.language;

import org.jspecify.annotations.NullMarked;
