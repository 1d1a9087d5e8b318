package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGKILL in every call, at every step of it and wherever it waits for another one: whatever it finds, the process dies and nothing is held after it. The other
 * call is stopped wherever what it holds has changed.
 */
class KillContractTest {
    private static final List<String> SETTING = List.of(
            "A: mmap buf 2",
            "A: write buf 1",
            "A: mmap other 2",
            "A: write other 1",
            "A: mmap twins 2",
            "A: write twins[0] 5",
            "A: write twins[1] 5",
            "A: madvise twins mergeable",
            "root: ksm A twins",
            "A: mmap large 512",
            "A: write large 1",
            "A: open q",
            "A: map q buf rw",
            "A: pin h other",
            "A: clone B",
            "A: fork C");

    /** What A is killed in. */
    private static final List<Call> CALLS = Call.all(
            "A: mmap new 2",
            "A: munmap buf",
            "A: munmap buf[0]",
            "A: mprotect buf ro",
            "A: mremap buf moved",
            "A: madvise buf dontneed",
            "A: madvise buf free",
            "A: madvise buf dontfork",
            "A: madvise buf wipeonfork",
            "A: madvise buf populate",
            "A: madvise large collapse",
            "A: uffd buf protect",
            "A: madvise buf mergeable",
            "A: madvise twins unmergeable",
            "A: read buf",
            "A: write buf 3",
            "A: fork D",
            "A: clone D",
            "A: vfork D",
            "A: exec",
            "A: exit",
            "A: open p",
            "A: open p with q",
            "A: open p raw",
            "A: close q",
            "A: close q raw",
            "A: dup q d",
            "A: map q other rw",
            "A: map q buf ro",
            "A: unmap q buf",
            "A: rereg q buf ro",
            "A: put q",
            "A: unregion q mmio",
            "A: pin p buf longterm",
            "A: get p buf ro",
            "A: unpin h");

    /** What takes memory away that the device finds by its next fault. */
    private static final List<String> HOLES = List.of("A: munmap buf", "A: munmap buf[1]", "A: mprotect buf none");

    /** Jobs whose faults then find nothing, in their first page or in a later one. */
    private static final List<Call> FAULTS =
            Call.all("q: read buf", "q: write buf[1] 5", "q: copy buf other", "q: copy other buf");

    /** What A is killed in, or has done, meanwhile. */
    private static final List<Call> MEANWHILE =
            Call.all("A: exit", "A: close q", "A: unmap q buf", "A: munmap other", "A: mmap new 2");

    /** Who is in the way. */
    private static final List<Call> OTHERS = Call.all(
            "B: munmap other",
            "B: munmap buf",
            "B: mprotect buf ro",
            "B: madvise buf dontneed",
            "B: write buf 4",
            "B: fork E",
            "B: pin z buf",
            "B: open r",
            "B: map q other rw",
            "B: unmap q buf",
            "B: close q",
            "C: close q",
            "C: exit",
            "C: write buf 4",
            "q: read buf",
            "q: write buf 5",
            "root: unplug accel",
            "root: swapout A buf",
            "root: migrate A buf",
            "root: ksm A twins",
            "root: clear-refs A",
            "root: numa-hint A buf");

    static Stream<Arguments> cells() {
        return Backends.all().stream()
                .flatMap(row -> Scenario.DEFAULT_KERNELS.stream().map(kernel -> Arguments.of(row.id(), kernel)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aKillAtAnyStepOfAnyCallLeavesNothingHeld(String row, KernelVersion kernel) {
        for (Call call : CALLS) {
            for (int taken = 0; taken >= 0; taken++) {
                Contest contest = Contest.start(List.of(), SETTING, List.of(call), row, kernel);
                if (contest == null) {
                    break;
                }
                boolean more = contest.steps(0, taken) == taken;
                contest.kill(call.text() + " after " + taken + " steps");
                if (!more) {
                    break;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aKillAtAnyStepOfACallThatFewRowsHaveLeavesNothingHeld(String row, KernelVersion kernel) {
        for (SingleCalls calls : SingleCalls.all()) {
            for (Call call : calls.calls()) {
                boolean more = true;
                for (int taken = 0; more; taken++) {
                    Contest contest = Contest.start(List.of(), calls.setting(), List.of(call), row, kernel);
                    if (contest == null) {
                        break;
                    }
                    more = contest.steps(0, taken) == taken;
                    contest.kill(call.text() + " after " + taken + " steps");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aKillAtAnyWaitLeavesNothingHeld(String row, KernelVersion kernel) {
        for (Call other : OTHERS) {
            for (int taken : whereSomethingIsHeld(other, CALLS.get(0), row, kernel)) {
                for (Call call : CALLS) {
                    Contest contest = start(other, call, row, kernel);
                    if (contest == null) {
                        continue;
                    }
                    contest.steps(0, taken);
                    contest.steps(1, Integer.MAX_VALUE);
                    if (contest.busyA()) {
                        contest.kill(call.text() + " while '" + other.text() + "' has taken " + taken + " steps");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aKillBehindWhichOthersWaitLeavesNothingHeld(String row, KernelVersion kernel) {
        for (Call call : CALLS) {
            for (int taken : whereSomethingIsHeld(call, OTHERS.get(0), row, kernel)) {
                for (Call other : OTHERS) {
                    Contest contest = start(call, other, row, kernel);
                    if (contest == null) {
                        continue;
                    }
                    contest.steps(0, taken);
                    contest.steps(1, Integer.MAX_VALUE);
                    if (contest.busy().count() > 1) {
                        contest.kill(call.text() + " after " + taken + " steps, with '" + other.text() + "' behind it");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aKillAtAnyStepOfAFaultThatFindsNothingLeavesNothingHeld(String row, KernelVersion kernel) {
        for (String hole : HOLES) {
            List<String> setting = new ArrayList<>(SETTING);
            setting.add(hole);
            for (Call fault : FAULTS) {
                for (Call call : MEANWHILE) {
                    int taken = 0;
                    boolean more = true;
                    while (more) {
                        Contest contest = Contest.start(List.of(), setting, List.of(fault, call), row, kernel);
                        if (contest == null) {
                            break;
                        }
                        more = contest.steps(0, taken) == taken;
                        contest.steps(1, Integer.MAX_VALUE);
                        contest.kill(hole + ", then " + call.text() + " after " + taken + " steps of " + fault.text());
                        taken++;
                    }
                }
            }
        }
    }

    private static @Nullable Contest start(Call first, Call second, String row, KernelVersion kernel) {
        return Contest.start(List.of(), SETTING, List.of(first, second), row, kernel);
    }

    /** After how many of its steps the first call holds something else than before. */
    private static List<Integer> whereSomethingIsHeld(Call first, Call second, String row, KernelVersion kernel) {
        List<Integer> places = new ArrayList<>();
        Contest contest = start(first, second, row, kernel);
        if (contest == null) {
            return places;
        }
        List<String> before = List.of();
        int taken = 0;
        do {
            List<String> now = contest.holding();
            if (!now.equals(before)) {
                places.add(taken);
            }
            before = now;
            taken++;
        } while (contest.step(0));
        return places;
    }
}
