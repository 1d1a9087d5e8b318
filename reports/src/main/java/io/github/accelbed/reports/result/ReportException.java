package io.github.accelbed.reports.result;

import org.jspecify.annotations.Nullable;

/** A report that could not be made. The message is one sentence for the user: what is missing or refused, and where. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message for the user
     */
    public ReportException(String message) {
        super(message);
    }

    /**
     * A failure.
     *
     * @param message for the user
     * @param cause for whoever looks for the reason
     */
    public ReportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
