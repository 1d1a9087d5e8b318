package io.github.accelbed.experiments.run;

import java.util.List;

/** The model's books do not agree: a bug of this program, never a verdict. */
public final class IntegrityException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IntegrityException(String where, List<String> problems) {
        super("integrity broke, which is a bug of accelbed: " + where + ": " + String.join("; ", problems));
    }
}
