package io.github.accelbed.drivers.exhaustion;

/** How a row's instances are administered; rows without instances know {@link #NONE} only. */
enum Care {
    NONE(""),
    MANAGER(" with manager"),
    CRASHING_MANAGER(" with crashing manager");

    private final String suffix;

    Care(String suffix) {
        this.suffix = suffix;
    }

    /** What follows the row's name. */
    String suffix() {
        return suffix;
    }
}
