package io.github.accelbed.conformance.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine that this program runs on, as far as a measurement has to name it.
 *
 * @param release what {@code uname -r} says, such as {@code 6.18.44-generic}
 * @param processor the processor's name; the architecture where the kernel does not tell one
 */
public record HostMachine(String release, String processor) {
    private static final Pattern MODEL = Pattern.compile("(?m)^(?:model name|Model)\\s*:\\s*(\\S.*?)\\s*$");

    /**
     * This machine.
     *
     * @return what the kernel and {@code /proc/cpuinfo} say
     */
    public static HostMachine here() {
        return new HostMachine(
                System.getProperty("os.version", "unknown"),
                processor(Path.of("/proc/cpuinfo"), System.getProperty("os.arch", "unknown")));
    }

    static String processor(Path cpuinfo, String architecture) {
        try {
            Matcher model = MODEL.matcher(Files.readString(cpuinfo));
            return model.find() ? model.group(1) : architecture;
        } catch (IOException e) {
            return architecture;
        }
    }

    @Override
    public String toString() {
        return "Linux " + release + ", " + processor;
    }
}
