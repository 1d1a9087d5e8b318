package io.github.accelbed.drivers.exposure;

import io.github.accelbed.drivers.bed.Testbed;

/** The process's memory, as it means it for the device. */
enum Area {
    SECRET("secret", 0x1_0000L),
    BUFFER("buffer", 0),
    FREED("freed memory", 0x2_0000L);

    private final String text;
    private final long offset;

    Area(String text, long offset) {
        this.text = text;
        this.offset = offset;
    }

    String text() {
        return text;
    }

    long start() {
        return Testbed.BUFFER + offset;
    }

    boolean given() {
        return this != SECRET;
    }
}
