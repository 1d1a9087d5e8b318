package io.github.accelbed.reports.result;

/**
 * What readers of the threads do not know.
 *
 * @param text the finding, a sentence or two
 * @param scenario the name of the scenario that shows it
 * @param known what confirmed it
 * @param by commits, releases or the mail
 */
public record Finding(String text, String scenario, Known known, String by) {

    /** What confirmed a finding. */
    public enum Known {
        /** Running kernels answer so. */
        MEASURED("seen on running kernels"),
        /** It was read in a source. */
        SOURCE("read in the source"),
        /** It is computed, and no kernel in reach can be asked. */
        MODEL("computed by the model only; no kernel in reach can be asked");

        private final String text;

        Known(String text) {
            this.text = text;
        }

        /**
         * It in words.
         *
         * @return a clause
         */
        public String text() {
            return text;
        }
    }
}
