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
 * @param build which build of its release it is: {@code lab} for one that was built for comparisons, with what distributions leave out;
 *     {@code own} for another that was given as a file, or with modules of one's own; empty for a distribution's as it is, and for the
 *     kernel of this machine
 */
public record RunningKernel(String release, KernelVersion version, String build) {
    private static final Pattern RELEASE = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})(?:\\.([0-9]{1,3}))?\\b.*");

    /** What Debian writes into its kernels, whose release stays the same while the stable release moves on. */
    private static final Pattern DEBIAN = Pattern.compile("\\bDebian ([0-9]+\\.[0-9]+\\.[0-9]+)-");

    private static final String LAB = "lab";
    private static final String OWN = "own";

    /** How the release of a kernel that was built for comparisons ends: CONFIG_LOCALVERSION of lab.config. */
    private static final String LAB_END = "-" + LAB;

    /**
     * The kernel under this JVM.
     *
     * @return the running kernel
     * @throws AgentException if its release does not begin with a version
     */
    public static RunningKernel find() throws AgentException {
        return of(System.getProperty("os.version", ""), "", false);
    }

    /**
     * A kernel by what uname(2) says of it. For one that the model does not know the nearest older one stands.
     *
     * @param release such as {@code 6.1.0-50-cloud-amd64}
     * @param built its version, such as {@code #1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-10-14)}
     * @param own whether it or its modules came from elsewhere than a distribution's packages
     * @return the kernel
     * @throws AgentException if its release does not begin with a version
     */
    static RunningKernel of(String release, String built, boolean own) throws AgentException {
        Matcher debian = DEBIAN.matcher(built);
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
                known ? new KernelVersion(major, minor, stable == null ? 0 : Integer.parseInt(stable)) : nearest,
                release.endsWith(LAB_END) ? LAB : own ? OWN : "");
    }

    /** Its release, with its build where the release does not say it. */
    String name() {
        return build.equals(OWN) ? release + " (own)" : release;
    }
}
