package io.github.accelbed.explorer.world;

import io.github.accelbed.scenario.run.Explorable;

/** One actor that takes many steps, each to a new state. */
public final class Line implements Explorable {
    private final int length;
    private int at;

    public Line(int length) {
        this.length = length;
    }

    @Override
    public int actors() {
        return 1;
    }

    @Override
    public boolean step(int actor) {
        return at++ < length;
    }

    @Override
    public long location(int actor) {
        return 0;
    }

    @Override
    public boolean beyond() {
        return false;
    }

    @Override
    public String note() {
        return null;
    }

    @Override
    public boolean giveUp() {
        return false;
    }

    @Override
    public void check() {
        // nothing must hold
    }

    @Override
    public Object end() {
        return at;
    }
}
