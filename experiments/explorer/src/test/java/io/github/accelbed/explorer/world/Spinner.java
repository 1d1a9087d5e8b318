package io.github.accelbed.explorer.world;

import io.github.accelbed.scenario.run.Explorable;

/** One actor looks for a flag, goes back, and looks again, for ever; the other one sets the flag. */
public final class Spinner implements Explorable {
    private boolean flag;
    private boolean retried;
    private int at;

    @Override
    public int actors() {
        return 2;
    }

    @Override
    public boolean step(int actor) {
        if (actor == 1) {
            boolean first = !flag;
            flag = true;
            return first;
        }
        switch (at) {
            case 0 -> at = flag ? 2 : 1;
            case 1 -> {
                retried = true;
                at = 0;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public long location(int actor) {
        return actor == 0 ? at : flag ? 1 : 0;
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
        return retried ? "seen after a retry" : "seen at once";
    }
}
