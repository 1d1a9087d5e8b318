package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.model.KernelVersion;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel that is compared with the model.
 *
 * @param release as uname says it, such as {@code 6.1.0-18-amd64}
 * @param version the release whose rules the model takes for it; what a distribution backported beyond its stable tree is not known
 */
public record RunningKernel(String release, KernelVersion version) {
    private static final Pattern RELEASE = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})(?:\\.([0-9]{1,3}))?\\b.*");

    /** What Debian writes into its kernels, whose release stays the same while the stable release moves on. */
    private static final Pattern DEBIAN = Pattern.compile("\\bDebian ([0-9]+\\.[0-9]+\\.[0-9]+)-");

    /** The end of the release of a kernel that was built for comparisons: CONFIG_LOCALVERSION of lab.config. */
    private static final String LAB = "lab";

    /**
     * Which build of its release it is.
     *
     * @return {@code lab} for one that was built for comparisons, with what distributions leave out; else empty
     */
    String build() {
        return release.endsWith("-" + LAB) ? LAB : "";
    }

    /**
     * The kernel under this JVM.
     *
     * @return the running kernel
     * @throws AgentException if its release does not begin with a version
     */
    public static RunningKernel find() throws AgentException {
        return of(System.getProperty("os.version", ""), "");
    }

    /**
     * A kernel by what uname(2) says of it. For one that the model does not know the nearest older one stands.
     *
     * @param release such as {@code 6.1.0-50-cloud-amd64}
     * @param build its version, such as {@code #1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-10-14)}
     * @return the kernel
     * @throws AgentException if its release does not begin with a version
     */
    static RunningKernel of(String release, String build) throws AgentException {
        Matcher debian = DEBIAN.matcher(build);
        Matcher matcher = RELEASE.matcher(debian.find() ? debian.group(1) : release);
        if (!matcher.matches()) {
            throw new AgentException("the running kernel calls itself '" + release + "', which begins with no version");
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        String stable = matcher.group(3);
        KernelVersion nearest = KernelVersion.nearest(major, minor);
        boolean known = nearest.major() == major && nearest.minor() == minor;
        return new RunningKernel(
                release,
                known ? new KernelVersion(major, minor, stable == null ? 0 : Integer.parseInt(stable)) : nearest);
    }
}
