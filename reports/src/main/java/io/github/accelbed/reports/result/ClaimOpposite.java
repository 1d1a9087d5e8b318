package io.github.accelbed.reports.result;

import java.util.List;

/**
 * Two cells of a claim that are alike but for little, and answer differently.
 *
 * @param yes where it is so
 * @param no where it is not
 * @param differs the lines of the scenarios that differ, as {@code - line} of the first and {@code + line} of the second; empty if row or
 *     kernel differ only
 */
public record ClaimOpposite(ClaimAnswer yes, ClaimAnswer no, List<String> differs) {

    /** Copies the list. */
    public ClaimOpposite {
        differs = List.copyOf(differs);
    }

    /**
     * What differs, in words.
     *
     * @return row, kernel and lines
     */
    public String change() {
        StringBuilder change = new StringBuilder();
        if (!yes.kernel().equals(no.kernel())) {
            change.append("the kernel, ").append(no.kernel()).append(" for ").append(yes.kernel());
        }
        if (!yes.backend().equals(no.backend())) {
            change.append(change.isEmpty() ? "" : ", ")
                    .append("the row, ")
                    .append(no.backend())
                    .append(" for ")
                    .append(yes.backend());
        }
        if (!differs.isEmpty()) {
            change.append(change.isEmpty() ? "" : ", ").append(String.join("; ", differs));
        }
        return change.toString();
    }
}
