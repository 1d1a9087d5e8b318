package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;

/** What stands between {@code run} and {@code expect}: a step, or branches that run side by side. */
public sealed interface Statement permits Step, ParBlock {

    /**
     * Where the statement stands.
     *
     * @return its first character
     */
    Position at();
}
