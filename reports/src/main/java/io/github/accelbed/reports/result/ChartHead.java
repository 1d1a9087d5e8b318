package io.github.accelbed.reports.result;

import org.jspecify.annotations.Nullable;

/**
 * What every chart says about itself.
 *
 * @param name also its files' name, without the ending: letters, digits, {@code . _ -}
 * @param title one line
 * @param caption what to see in it, one or two sentences, also read to those who cannot see it
 * @param table name of the data table it is drawn from
 * @param note drawn under the title, such as "rests on an unverified cost: unpin per page"; null if nothing
 */
public record ChartHead(
        String name,
        String title,
        String caption,
        String table,
        @Nullable String note) {
    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the name cannot be a file's name, or title or caption is blank
     */
    public ChartHead {
        Checks.fileStem(name, "chart name");
        Checks.notBlank(title, "chart title");
        Checks.notBlank(caption, "chart caption");
        Checks.fileStem(table, "table name");
    }
}
