package io.github.accelbed.explorer.world;

import io.github.accelbed.scenario.run.Explorable;

/** One actor takes something; whether that can change is not for this class to say. */
public final class Hoard implements Explorable {
    private final Object kept;
    private Object taken;
    private boolean over;

    public Hoard(Object kept, Object taken) {
        this.kept = kept;
        this.taken = taken;
    }

    @Override
    public int actors() {
        return 1;
    }

    @Override
    public boolean step(int actor) {
        boolean first = !over;
        over = true;
        taken = kept;
        return first;
    }

    @Override
    public long location(int actor) {
        return over ? 1 : 0;
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
        return String.valueOf(taken);
    }
}
