package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import org.jspecify.annotations.Nullable;

/**
 * {@code truncate}: ftruncate(2) of a memfd, or of a file.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param file the memfd or the file; a memfd if the scenario maps one of that name
 * @param pages its new length in pages, 0 to 1,048,576
 * @param register the register that is bound to the answer, or null
 */
@Syntax("truncate {file} {pages}")
public record TruncateStep(
        Position at,
        ProcessName process,
        String file,
        int pages,
        @Nullable String register) implements ProcessStep {}
