package io.github.accelbed.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Waiting;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGKILL while somebody is in a wait, for every wait of the kernel and its drivers: a call is taken to the step that waits, another one to where it holds
 * what the step needs, and when the step does wait, process A is killed and nothing is held after it.
 */
class KillAtWaitTest {
    /** At how many places of a call the same wait is tried. */
    private static final int TRIES = 3;

    private static final Set<Wait> MET = new ConcurrentSkipListSet<>();

    static Stream<Arguments> cells() {
        List<KernelVersion> kernels = new ArrayList<>(Scenario.DEFAULT_KERNELS);
        // An era of uacce of its own, with locks that no other release has.
        kernels.add(KernelVersion.parse("5.7"));
        return Backends.all().stream().flatMap(row -> kernels.stream().map(kernel -> Arguments.of(row.id(), kernel)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aKillInAWaitLeavesNothingHeld(String row, KernelVersion kernel) {
        for (Situation situation : Situation.all()) {
            for (Call waiter : situation.waiters()) {
                Waiter tried = new Waiter(row, kernel, situation, waiter, new HashSet<>());
                tried.meetAll();
                MET.addAll(tried.met());
            }
        }
    }

    /** One step of a call taken alone, and the locks that it took. */
    private record Place(int taken, Wait at, Set<String> locks) {}

    /** A call in a situation, on a row and a kernel, and its waits in which a process was killed. */
    private record Waiter(String row, KernelVersion kernel, Situation situation, Call call, Set<Wait> met) {

        private @Nullable Contest start(Call... calls) {
            return Contest.start(situation.headers(), situation.setting(), List.of(calls), row, kernel);
        }

        /** Gets the call into all waits of which it takes the step when it goes alone. */
        void meetAll() {
            Contest alone = start(call);
            if (alone == null) {
                return;
            }
            for (Place place : places(alone)) {
                for (Call holder : situation.holders()) {
                    if (holder.besides(call)) {
                        meet(place, holder);
                    }
                }
            }
            killInWait(alone, call.text() + " alone");
        }

        private static List<Place> places(Contest alone) {
            List<Place> places = new ArrayList<>();
            for (int taken = 0; alone.step(0); taken++) {
                Wait at = alone.at();
                if (at != null
                        && at.how() != Waiting.NONE
                        && places.stream()
                                        .filter(place -> place.at().equals(at))
                                        .count()
                                < TRIES) {
                    places.add(new Place(taken, at, alone.locks()));
                }
            }
            return places;
        }

        /** The call is taken to its place before the holder is to one of its, or after that, until it waits at its place. */
        private void meet(Place place, Call holder) {
            for (boolean waiterFirst : new boolean[] {true, false}) {
                int held = 0;
                while (held >= 0 && !met.contains(place.at())) {
                    Contest contest = start(call, holder);
                    if (contest == null) {
                        return;
                    }
                    contest.steps(0, waiterFirst ? place.taken() : 0);
                    held = hold(contest, place, held);
                    if (held >= 0) {
                        contest.steps(0, waiterFirst ? 1 : Integer.MAX_VALUE);
                        killInWait(contest, call.text() + ", '" + holder.text() + "' having taken " + held + " steps");
                    }
                }
            }
        }

        /**
         * Takes the holder to where it holds something new for which the call may wait at its place.
         *
         * @param behind this many steps
         * @return after how many, or -1 if it has come to its end
         */
        private static int hold(Contest contest, Place place, int behind) {
            List<String> before = contest.holding();
            for (int taken = 1; contest.step(1); taken++) {
                List<String> now = contest.holding();
                boolean fits =
                        place.locks().isEmpty() || contest.held().stream().anyMatch(place.locks()::contains);
                if (taken > behind && fits && !now.equals(before)) {
                    return taken;
                }
                before = now;
            }
            return -1;
        }

        /** Kills A if the last step waits and A was not yet killed in that wait of the call. */
        private void killInWait(Contest contest, String how) {
            Wait at = contest.at();
            if (at != null && contest.waits() && !met.contains(at) && contest.kill(how + ", in " + at)) {
                met.add(at);
            }
        }
    }

    /** docs/waits.md says of each wait what it stands for. */
    @Test
    void everyWaitHasItsLine() throws ReflectiveOperationException, IOException {
        assertThat(Waits.documented()).isEqualTo(Waits.declared());
    }

    @AfterAll
    static void everyWaitWasMet() throws ReflectiveOperationException {
        Set<Wait> never = new TreeSet<>(Waits.declared());
        never.removeAll(MET);
        // It takes three calls to get there, and nothing ends it: reports/umr-reset-loses-completion.
        never.remove(new Wait("mlx5_ib_invalidate_range", "UMR zap completes", Waiting.UNINTERRUPTIBLE));
        assertThat(never).as("waits that nobody was ever in").isEmpty();
    }
}
