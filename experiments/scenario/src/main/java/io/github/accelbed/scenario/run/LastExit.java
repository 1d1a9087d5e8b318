package io.github.accelbed.scenario.run;

import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.List;
import java.util.Set;

/** The implicit SIGKILL of everybody who still lives when a scenario is over. */
final class LastExit {
    private final World world;
    private final long mostSteps;

    /**
     * The exit of all.
     *
     * @param world who lives
     * @param mostSteps after how many steps of a call it goes round in a circle
     */
    LastExit(World world, long mostSteps) {
        this.world = world;
        this.mostSteps = mostSteps;
    }

    /**
     * Ends everybody.
     *
     * @param working those whose calls are not over
     * @return false if somebody waits for good
     */
    boolean take(Set<Actor> working) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Task task : List.copyOf(world.kernel().processes().all())) {
                progress |= task.alive() && exit(task);
            }
            for (Actor actor : working) {
                progress |= !actor.idle() && run(actor);
            }
        }
        return world.kernel().processes().all().stream().noneMatch(Task::alive)
                && working.stream().allMatch(Actor::idle);
    }

    /** Whether SIGKILL does nothing more: to a process in {@code do_exit}, or with another one pending. */
    static boolean begun(Actor actor) {
        return actor.fatalSignalPending() || actor.started() instanceof Exit;
    }

    private boolean exit(Task task) {
        Actor actor = task.cpu().actor();
        if (!actor.idle() && !begun(actor)) {
            actor.kill();
        }
        boolean any = run(actor);
        if (actor.idle() && task.alive()) {
            actor.start(new Exit(world.kernel().processes(), task));
            any |= run(actor);
        }
        return any;
    }

    private boolean run(Actor actor) {
        long taken = 0;
        while (taken < mostSteps && actor.step()) {
            taken++;
        }
        return taken > 0;
    }
}
