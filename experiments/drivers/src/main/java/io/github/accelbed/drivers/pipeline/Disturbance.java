package io.github.accelbed.drivers.pipeline;

/** What happens to the process's memory while the devices are at work. */
enum Disturbance {
    NONE("undisturbed", "nothing else happens"),
    FORK("fork", "the process forks before the last device's turn; the CPU's turn is next, which writes to each page"),
    SWAP(
            "swap-out",
            "the data is written out, where that is possible, before the second device's turn, or the only one's");

    private final String text;
    private final String meaning;

    Disturbance(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    String meaning() {
        return meaning;
    }
}
