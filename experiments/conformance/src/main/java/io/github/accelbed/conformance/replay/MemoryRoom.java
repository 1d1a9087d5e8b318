package io.github.accelbed.conformance.replay;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a storm this machine has room for.
 *
 * @param availableBytes what programs may still take without swapping: MemAvailable, or what a container's limit leaves
 * @param heapBytes the most that this Java machine takes for its objects
 */
public record MemoryRoom(long availableBytes, long heapBytes) {
    /** One part in so many of what is available stays free for everybody else. */
    private static final int RESERVE_PART = 8;

    /** Two pages with their page-table entries. */
    private static final long KERNEL_BYTES_A_PAGE = 2 * (4096 + 8);

    /** Two frames and two entries of the model, and what the collector needs to move them: 1 Mi pages run in 70 MiB. */
    private static final long HEAP_BYTES_A_PAGE = 96;

    private static final Pattern MEM_AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+([0-9]{1,15}) kB$");
    private static final Pattern MEM_TOTAL = Pattern.compile("(?m)^MemTotal:\\s+([0-9]{1,15}) kB$");

    /**
     * This machine's room.
     *
     * @return what is free now
     * @throws IOException if the kernel does not tell
     */
    public static MemoryRoom here() throws IOException {
        String meminfo = Files.readString(Path.of("/proc/meminfo"));
        long available = bytes(meminfo, MEM_AVAILABLE);
        // The Java machine knows the limits of control groups, of which /proc/meminfo says nothing.
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        if (system.getTotalMemorySize() < bytes(meminfo, MEM_TOTAL)) {
            available = Math.min(available, system.getFreeMemorySize());
        }
        return new MemoryRoom(available, Runtime.getRuntime().maxMemory());
    }

    static long bytes(String meminfo, Pattern line) throws IOException {
        Matcher found = line.matcher(meminfo);
        if (!found.find()) {
            throw new IOException("/proc/meminfo does not say how much memory is available");
        }
        return Long.parseLong(found.group(1)) << 10;
    }

    /**
     * What a storm takes.
     *
     * @param pages its size
     * @return bytes
     */
    public static long bytes(long pages) {
        return pages * (KERNEL_BYTES_A_PAGE + HEAP_BYTES_A_PAGE);
    }

    /**
     * The largest storm that fits.
     *
     * @return pages, 0 or more
     */
    public long maxPages() {
        long byMemory = (availableBytes - availableBytes / RESERVE_PART) / (KERNEL_BYTES_A_PAGE + HEAP_BYTES_A_PAGE);
        return Math.min(byMemory, heapBytes / HEAP_BYTES_A_PAGE);
    }
}
