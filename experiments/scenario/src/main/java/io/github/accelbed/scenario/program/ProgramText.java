package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioPrinter;
import java.util.List;
import java.util.stream.Collectors;

/** A program as a {@code .scn} file that says where it comes from. */
public final class ProgramText {
    private ProgramText() {}

    /**
     * Writes a program.
     *
     * @param program any scenario, read or built
     * @param title the question in words, which replaces the scenario's own; not blank
     * @param comments lines above the headers, such as the seed and what differed; one with line breaks is several lines
     * @return a text that ends in a newline
     */
    public static String of(Scenario program, String title, List<String> comments) {
        if (title.isBlank()) {
            throw new IllegalArgumentException("a title that says nothing");
        }
        String above = comments.stream()
                .flatMap(comment -> comment.isEmpty() ? List.of("").stream() : comment.lines())
                .map(line -> ("# " + line).strip() + "\n")
                .collect(Collectors.joining());
        return above + ScenarioPrinter.print(Edits.withTitle(program, title));
    }
}
