package io.github.accelbed.scenario.backend;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.scenario.text.Words;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a row says of one step, on every mainline release.
 *
 * @param step the step
 * @param offered on how many kernels it exists
 * @param kernels of how many
 * @param reason why it is skipped, with the kernels if not on all; {@code offered} if it exists everywhere
 */
public record Capability(AccessStep step, int offered, int kernels, String reason) {
    private static final String OFFERED = "offered";

    /**
     * All steps of one row.
     *
     * @param backend the row
     * @return in the order of {@link AccessStep}
     */
    public static List<Capability> of(AccessBackend backend) {
        List<KernelVersion> versions = KernelVersion.RELEASES;
        Map<KernelVersion, Access> rows = new LinkedHashMap<>();
        versions.forEach(version -> rows.put(version, backend.on(Kernel.boot(version))));
        return Arrays.stream(AccessStep.values())
                .map(step -> {
                    Map<KernelVersion, String> said = new LinkedHashMap<>();
                    rows.forEach((version, row) -> {
                        String why = row.whyNot(step);
                        said.put(version, why == null ? OFFERED : why);
                    });
                    int offered =
                            (int) said.values().stream().filter(OFFERED::equals).count();
                    String reason = Words.kernelsFirst(versions, version -> said.getOrDefault(version, OFFERED));
                    return new Capability(step, offered, versions.size(), reason);
                })
                .toList();
    }

    /**
     * The step as scenarios write it.
     *
     * @return such as {@code open raw} or {@code create-mdev}
     */
    public String name() {
        return nameOf(step);
    }

    /**
     * A step as scenarios write it.
     *
     * @param step any
     * @return such as {@code open raw} or {@code create-mdev}
     */
    public static String nameOf(AccessStep step) {
        boolean oneWord = step == AccessStep.CREATE_MDEV || step == AccessStep.REMOVE_MDEV;
        return step.name().toLowerCase(Locale.ROOT).replace('_', oneWord ? '-' : ' ');
    }

    /**
     * Whether the step exists on every kernel.
     *
     * @return false if it is skipped on any
     */
    public boolean everywhere() {
        return offered == kernels;
    }

    /**
     * The answer in one word.
     *
     * @return yes, no or partly
     */
    public String word() {
        return everywhere() ? "yes" : offered == 0 ? "no" : "partly";
    }
}
