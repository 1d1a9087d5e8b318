package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Unwoven;
import java.util.List;

/** The model's books do not agree: a bug of this program, never a verdict. */
@Unwoven
public final class IntegrityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says where.
     *
     * @param where what was being run
     * @param problems what does not agree, at least one
     */
    public IntegrityException(String where, List<String> problems) {
        super("integrity broke, which is a bug of accelbed: " + where + ": " + String.join("; ", problems));
    }
}
