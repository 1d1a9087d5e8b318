package io.github.accelbed.fuzzer;

/** How a program can show a mistake of this program, rather than one of its own. */
public enum FailureKind {
    /** The parser refuses what the grammar allows, or reads back another scenario than was printed. */
    LANGUAGE("the text is refused, or is another one when it is printed and read again"),
    /** The books of the model disagree (exit code 3). */
    INTEGRITY("the model's books disagree"),
    /** Something was thrown that is no documented message. */
    EXCEPTION("an exception that is no documented message"),
    /** The outcome of the plain run is not among those of all orders. */
    OUTSIDE("the plain run ends as no order does"),
    /** {@code --reduce orders} and {@code --reduce states} do not find the same outcomes. */
    REDUCTION("reducing orders finds other outcomes than all states"),
    /** Two runs of one cell differ. */
    DIFFERENCE("two runs of one cell differ"),
    /** More steps, or more states, than any of these small programs may need. */
    ENDLESS("more steps or states than such a program may need");

    private final String text;

    FailureKind(String text) {
        this.text = text;
    }

    /**
     * What is wrong.
     *
     * @return in words
     */
    public String text() {
        return text;
    }
}
