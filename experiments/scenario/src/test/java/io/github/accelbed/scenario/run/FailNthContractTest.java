package io.github.accelbed.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each allocation of each call fails once: the call answers, everybody can go on and end, nothing is held after it, and every queue is free. What the chain of the
 * experiment about leaks does with a client's usual calls, this does with those that few rows or kinds of memory have.
 */
class FailNthContractTest {
    /** Of the device that is there without a header. */
    private static final int QUEUES = 16;

    static Stream<Arguments> cells() {
        List<KernelVersion> kernels = new ArrayList<>(Scenario.DEFAULT_KERNELS);
        kernels.add(KernelVersion.parse("5.13"));
        return Backends.all().stream().flatMap(row -> kernels.stream().map(kernel -> Arguments.of(row.id(), kernel)));
    }

    /** madvise makes EAGAIN of ENOMEM where the advice changes areas. */
    private static List<String> answers(Call call) {
        return call.text().endsWith("mergeable")
                ? List.of("ok", "EAGAIN")
                : List.of("ok", "ENOMEM", "ENOSPC", "EBUSY", "EMFILE", "EIO", "ENODEV", "EFAULT", "SIGBUS");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void anAllocationThatFailsLeavesNothingHeld(String row, KernelVersion kernel) {
        for (SingleCalls calls : SingleCalls.all()) {
            for (Call call : calls.calls()) {
                boolean failed = true;
                for (int n = 1; failed; n++) {
                    Contest contest = Contest.start(List.of(), calls.setting(), List.of(call), row, kernel);
                    if (contest == null) {
                        break;
                    }
                    FailNth nth = new FailNth(n);
                    String where = call.text() + ", allocation " + n;
                    long mdevs = contest.mdevs();
                    contest.inject(nth);
                    contest.steps(0, Integer.MAX_VALUE);
                    contest.inject(null);
                    failed = nth.failed().isPresent();
                    if (failed) {
                        assertThat(contest.answer(0)).as(where).isIn(answers(call));
                    }
                    if (call.text().startsWith("root: create-mdev")
                            && !contest.answer(0).equals("ok")) {
                        assertThat(contest.mdevs()).as(where).isEqualTo(mdevs);
                    }
                    contest.kill(where);
                    if (!call.text().equals("root: unplug accel")) {
                        assertThat(contest.freeQueues()).as(where).isEqualTo(QUEUES);
                    }
                }
            }
        }
    }
}
