package io.github.accelbed.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.model.step.StepListener;
import io.github.accelbed.scenario.builtin.Runs;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.term.DeviceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two calls side by side, behind a setting, taken step by step as a contract wants it, and process A, which is killed meanwhile. */
final class Contest {
    private static final ScenarioParser PARSER = new ScenarioParser(Runs.VOCABULARY);
    private static final CostTable COSTS = CostTable.defaults();
    private static final Map<Text, Scenario> SCENARIOS = new ConcurrentHashMap<>();

    /** Settings whose books have been checked: a contract begins each some hundred times. */
    private static final Set<Setting> CHECKED = ConcurrentHashMap.newKeySet();

    private record Text(List<String> headers, List<String> setting, List<Call> calls) {}

    private record Setting(List<String> headers, List<String> setting, String row, KernelVersion kernel) {}

    private final SteppedRun run;
    private final List<Call> calls;
    private final List<Call.@Nullable Raw> raws = new ArrayList<>();
    private final boolean[] begun;

    /** What the last step took or waited for. */
    private @Nullable Program<?> at;

    private int atPc;
    private boolean waits;
    private final Set<String> locks = new TreeSet<>();

    private Contest(SteppedRun run, List<Call> calls) {
        this.run = run;
        this.calls = calls;
        begun = new boolean[calls.size()];
        for (Call call : calls) {
            raws.add(call.raw() == null ? null : call.raw().apply(run.world()));
        }
    }

    /** Before the first step of either, or null if the row does not offer something. */
    static @Nullable Contest start(
            List<String> headers, List<String> setting, List<Call> calls, String row, KernelVersion kernel) {
        Scenario scenario =
                SCENARIOS.computeIfAbsent(new Text(headers, setting, calls), text -> parsed(headers, setting, calls));
        SteppedRun run = new SteppedRun(scenario, row, kernel, COSTS);
        if (run.reasonToSkip().isPresent()) {
            return null;
        }
        run.begin(CHECKED.add(new Setting(headers, setting, row, kernel)));
        Contest contest = new Contest(run, calls);
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).raw() != null && contest.raws.get(i) == null) {
                return null;
            }
        }
        run.world().listen(contest.new Ears());
        return contest;
    }

    private static Scenario parsed(List<String> headers, List<String> setting, List<Call> calls) {
        List<String> lines = new ArrayList<>(List.of("scenario kill/contract", "title \"Killed\""));
        lines.addAll(headers);
        lines.add("run");
        for (int i = 0; i < setting.size(); i++) {
            lines.add("  " + setting.get(i) + " -> s" + i);
        }
        lines.add("  par");
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            // A branch must say something; the call itself is made beside it.
            lines.add("    " + (call.raw() == null ? call.text() : "root: count syscalls(A)") + " -> c" + i);
            lines.add("  and");
        }
        lines.addAll(List.of("    A: kill -> k", "  end", "expect", "  1 = 1"));
        return PARSER.parse("kill.scn", String.join("\n", lines) + "\n");
    }

    private final class Ears implements StepListener {
        @Override
        public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {
            at = program;
            atPc = pc;
        }

        @Override
        public void waits(Actor actor, Program<?> program, int pc) {
            waits = true;
            stepped(actor, program, pc, 0, 0);
        }

        @Override
        public void locked(Actor actor, SimLock lock) {
            locks.add(lock.name());
        }
    }

    /** Takes a step of a call, and notes what it was. */
    boolean step(int call) {
        at = null;
        waits = false;
        locks.clear();
        Call.Raw raw = raws.get(call);
        if (raw == null) {
            return run.step(call);
        }
        if (!begun[call]) {
            if (!raw.actor().idle()) {
                return false;
            }
            begun[call] = true;
            raw.actor().start(raw.operation());
        }
        return raw.actor().started() == raw.operation() && raw.actor().step();
    }

    /** Takes steps as long as there are any, at most so many. */
    int steps(int call, int most) {
        int taken = 0;
        while (taken < most && step(call)) {
            taken++;
        }
        return taken;
    }

    /** Whether the last step could not be taken, because it waits. */
    boolean waits() {
        return waits;
    }

    /** The step that was taken last, or waits. */
    @Nullable
    Wait at() {
        return at == null ? null : Wait.of(at, atPc);
    }

    /** What the last step has taken. */
    Set<String> locks() {
        return Set.copyOf(locks);
    }

    /** What everybody holds, and who is in the middle of something: an event may be waited for, too. */
    List<String> holding() {
        return busy().map(actor -> actor.name() + " holds " + actor.holding()).toList();
    }

    /** The names of the locks that are held. */
    List<String> held() {
        return busy().flatMap(actor -> actor.holding().stream()).toList();
    }

    /** Who is in the middle of a call. */
    Stream<Actor> busy() {
        return run.world().kernel().machine().actors().stream().filter(actor -> !actor.idle());
    }

    /** Makes one of the allocations to come fail. */
    void inject(@Nullable FailNth nth) {
        run.world().kernel().inject(nth);
    }

    /** Queues that a new client could get, and instances that somebody made. */
    long freeQueues() {
        Device device = run.world().device(new DeviceName("accel"));
        return run.world().rows().stream()
                .mapToLong(row -> row.freeQueues(device))
                .sum();
    }

    /** Instances that there are. */
    long mdevs() {
        Device device = run.world().device(new DeviceName("accel"));
        return run.world().rows().stream().mapToLong(row -> row.mdevs(device)).sum();
    }

    /** What a call has answered. */
    String answer(int call) {
        return String.valueOf(run.end().registers().get("c" + call));
    }

    /** Whether A is in the middle of a call. */
    boolean busyA() {
        return !run.world().tasks().get("A").cpu().actor().idle();
    }

    /**
     * SIGKILL for A; everybody goes on as far as they can, then all others end, too, and nothing is held.
     *
     * @return false if uacce as posted, or ODP from 5.10 to 5.19, has got into its own deadlock, so that the kill says nothing
     */
    boolean kill(String where) {
        boolean found = busyA();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int actor = run.actors() - 1; actor >= 0; actor--) {
                while ((actor < begun.length && step(actor)) || run.step(actor)) {
                    progress = true;
                }
            }
            progress = progress || run.giveUp();
        }
        if (held().contains("uacce_mutex") && !run.world().kernel().version().since(5, 7)) {
            // As thread 003 says: two calls hold what the other waits for.
            return false;
        }
        KernelVersion version = run.world().kernel().version();
        if (held().contains("umem_mutex") && version.since(5, 10) && !version.since(6, 0)) {
            // 85eaeb5058f0: a fault that was the address space's last user waits for its own mutex.
            return false;
        }
        assertThat(run.end().problem()).as(where).isNull();
        assertThat(run.world().tasks().get("A").alive()).as(where).isFalse();
        for (int call = 0; call < begun.length; call++) {
            if (found && raws.get(call) == null && calls.get(call).text().startsWith("A:")) {
                // A call that was killed never returns; an exit does not return either, and has done what it was to do.
                assertThat(run.end().registers().get("c" + call))
                        .as(where)
                        .hasToString(calls.get(call).text().equals("A: exit") ? "ok" : "blocked");
            }
        }
        assertThatCode(run::check).as(where).doesNotThrowAnyException();
        assertThat(run.exitAll()).as(where + ": all others end, too").isTrue();
        for (int call = 0; call < begun.length; call++) {
            steps(call, Integer.MAX_VALUE);
        }
        assertThat(holding()).as(where).isEmpty();
        return true;
    }
}
