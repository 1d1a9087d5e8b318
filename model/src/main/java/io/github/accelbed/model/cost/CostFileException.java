package io.github.accelbed.model.cost;

import io.github.accelbed.model.Unwoven;

/** A malformed cost file; the message names file and line, what was found and what was expected. */
@Unwoven
public final class CostFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names the place.
     *
     * @param file the file's name
     * @param line from 1
     * @param problem what is wrong there
     */
    public CostFileException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
