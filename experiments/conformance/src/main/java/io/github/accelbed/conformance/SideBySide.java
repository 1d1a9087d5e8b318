package io.github.accelbed.conformance;

/**
 * One step on both sides.
 *
 * @param step as the language writes it
 * @param model what the model answered
 * @param kernel what the running kernel answered; a dash where there is nothing to compare
 * @param note what differs that is no answer, such as where a page lies; empty if nothing
 */
public record SideBySide(String step, String model, String kernel, String note) {
    boolean sameAnswer() {
        return kernel.equals(Examination.NOTHING) || kernel.equals(model);
    }

    boolean differs() {
        return !sameAnswer() || !note.isEmpty();
    }

    /** What differs, as the end of a sentence. */
    String inWords() {
        return "'" + step + "' answers " + model + " in the model, " + kernel + " in the kernel"
                + (note.isEmpty() ? "" : "; " + note);
    }
}
