package io.github.accelbed.explorer.world;

import io.github.accelbed.scenario.run.Explorable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Actors with short random programs over a few shared variables: stores, loads, additions, waits for a value, locks, and lists of objects
 * made on the way. Small enough to try every order by hand.
 */
public final class Toy implements Explorable {
    private static final int VARIABLES = 3;

    private enum Code {
        SET,
        LOAD,
        ADD,
        WAIT,
        LOCK,
        UNLOCK,
        APPEND,
        PAINT,
        SKIP_IF
    }

    private record Instruction(Code code, int variable, int value) {}

    /** Something that is made by a step and changed by others. */
    private static final class Thing {
        private final int maker;
        private int color;

        Thing(int maker) {
            this.maker = maker;
        }
    }

    private final List<List<Instruction>> programs;
    private final int[] at;
    private final int[] own;
    private final int[] shared = new int[VARIABLES];
    private final int[] holder = new int[VARIABLES];
    private final List<Thing> things = new ArrayList<>();
    private int givenUp;

    /** Programs of some actors, the same ones for one seed. */
    public Toy(long seed, int actors, int steps) {
        Random random = new Random(seed);
        programs = new ArrayList<>();
        for (int actor = 0; actor < actors; actor++) {
            List<Instruction> program = new ArrayList<>();
            int length = 1 + random.nextInt(steps);
            for (int i = 0; i < length; i++) {
                Code code = Code.values()[random.nextInt(Code.values().length)];
                program.add(new Instruction(code, random.nextInt(VARIABLES), random.nextInt(3)));
            }
            programs.add(List.copyOf(program));
        }
        at = new int[actors];
        own = new int[actors];
        Arrays.setAll(holder, variable -> -1);
    }

    @Override
    public int actors() {
        return at.length;
    }

    @Override
    public boolean step(int actor) {
        if (at[actor] == programs.get(actor).size()) {
            return false;
        }
        Instruction now = programs.get(actor).get(at[actor]);
        int variable = now.variable();
        switch (now.code()) {
            case SET -> shared[variable] = now.value();
            case LOAD -> own[actor] = 3 * own[actor] + shared[variable];
            case ADD -> shared[variable] += now.value();
            case WAIT -> {
                if (shared[variable] < now.value()) {
                    return false;
                }
            }
            case LOCK -> {
                if (holder[variable] >= 0 && holder[variable] != actor) {
                    // As a model's step may: changes something, finds that it must wait, and says so.
                    givenUp = 99;
                    return false;
                }
                holder[variable] = actor;
            }
            case UNLOCK -> {
                if (holder[variable] == actor) {
                    holder[variable] = -1;
                }
            }
            case APPEND -> things.add(new Thing(actor));
            case PAINT -> {
                if (!things.isEmpty()) {
                    things.get(things.size() - 1).color = 1 + now.value();
                }
            }
            case SKIP_IF -> {
                if (shared[variable] == now.value()
                        && at[actor] + 1 < programs.get(actor).size()) {
                    at[actor]++;
                }
            }
        }
        at[actor]++;
        return true;
    }

    @Override
    public long location(int actor) {
        return at[actor];
    }

    @Override
    public boolean beyond() {
        return false;
    }

    @Override
    public String note() {
        return null;
    }

    /** Once, the first who waits goes on without what it waits for. */
    @Override
    public boolean giveUp() {
        for (int actor = 0; actor < at.length && givenUp == 0; actor++) {
            if (at[actor] < programs.get(actor).size()) {
                at[actor]++;
                givenUp = 1 + actor;
                return true;
            }
        }
        return false;
    }

    @Override
    public void check() {
        // nothing must hold
    }

    @Override
    public Object end() {
        StringBuilder colors = new StringBuilder();
        things.forEach(thing -> colors.append(thing.maker).append(thing.color).append(' '));
        return Arrays.toString(at) + Arrays.toString(own) + Arrays.toString(shared) + givenUp + " " + colors;
    }
}
