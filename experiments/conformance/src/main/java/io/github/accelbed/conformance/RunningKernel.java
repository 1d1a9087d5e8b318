package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.model.KernelVersion;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel under this JVM.
 *
 * @param release as uname says it, such as {@code 6.1.0-18-amd64}
 * @param version the release whose rules the model takes for it; what a distribution backported beyond its stable tree is not known
 */
public record RunningKernel(String release, KernelVersion version) {
    private static final Pattern RELEASE = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})(?:\\.([0-9]{1,3}))?\\b.*");

    /**
     * Asks the JVM. For a kernel that the model does not know the nearest older one stands.
     *
     * @return the running kernel
     * @throws AgentException if its release does not begin with a version
     */
    public static RunningKernel find() throws AgentException {
        return of(System.getProperty("os.version", ""));
    }

    static RunningKernel of(String release) throws AgentException {
        Matcher matcher = RELEASE.matcher(release);
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
