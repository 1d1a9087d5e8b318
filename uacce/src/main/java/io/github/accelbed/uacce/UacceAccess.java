package io.github.accelbed.uacce;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Caller;
import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RawCalls;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** uacce on one kernel, as a scenario's steps see it: the library UADK for the plain steps, system calls for the raw ones. */
final class UacceAccess implements Access {
    private final UacceDriver driver;
    private final UacceInvariants invariants;

    UacceAccess(Kernel kernel, Platform platform) {
        driver = new UacceDriver(kernel, platform);
        invariants = new UacceInvariants(driver);
    }

    /** The driver. */
    UacceDriver driver() {
        return driver;
    }

    @Override
    public @Nullable String whyNot(AccessStep step) {
        return switch (step) {
            case MAP_VADDR, UNMAP_VADDR -> "there is no mapping beside the page table of the process";
            case MAP_AT -> "the device uses the addresses of the process";
            case REREG -> "the device has the rights that the process has, and nothing is registered";
            case OPEN_WITH -> "a uacce queue has no container, context or protection domain to share";
            case OPEN_OF, CREATE_MDEV, REMOVE_MDEV -> "uacce has no mdev";
            case BIND -> "uacce binds the opener's address space at open, and its PASID stays in the kernel";
            case ISOLATE -> driver.rules().offersIsolation() ? null : "uacce isolates devices from 6.3 on";
            default -> null;
        };
    }

    @Override
    public OpenOperation<?> open(Task task, Device device, OpenOptions options) {
        UacceDevice opened = driver.device(device);
        return options.raw()
                ? new FopsOpen(driver, task, opened, options)
                : new OpenQueue(driver, task, opened, options);
    }

    @Override
    public RawCalls<Caller> calls() {
        return new RawCalls<Caller>()
                .on("poll", 0, (on, n) -> new PollQueue(on.task(), (UacceQueue) on.queue()))
                .on("UACCE_CMD_QM_SET_QP_CTX", 1, ioctl(n -> new DriverIoctl.SetQpCtx((int) n[0])))
                .on("UACCE_CMD_QM_SET_QP_INFO", 0, ioctl(n -> new DriverIoctl.SetQpInfo()))
                .on("ioctl", 0, ioctl(n -> new DriverIoctl.Unknown()));
    }

    private static RawCalls.Maker<Caller> ioctl(Function<long[], DriverIoctl.Command> command) {
        return (on, n) -> new DriverIoctl(on.task(), (UacceQueue) on.queue(), command.apply(n));
    }

    @Override
    public RawCalls<Device> rootCalls() {
        RawCalls<Device> calls = new RawCalls<Device>()
                .on("rmmod", 0, (device, n) -> new RemoveModule(driver, driver.device(device)))
                .on(
                        "write-isolate_strategy",
                        1,
                        (device, n) -> SysfsCall.writeStrategy(driver, driver.device(device), n[0]));
        for (SysfsCall.Attribute attribute : SysfsCall.Attribute.values()) {
            String name = "read-" + attribute.name().toLowerCase(Locale.ROOT);
            calls.on(name, 0, (device, n) -> SysfsCall.read(driver, driver.device(device), attribute));
        }
        return calls;
    }

    @Override
    public AccessOperation<?> isolate(Device device) {
        return new Isolate(device);
    }

    @Override
    public AccessOperation<?> plug(Device device) {
        return new UacceRegister(driver, device, driver.knows(device) ? null : driver.plugged(device));
    }

    @Override
    public AccessOperation<?> unplug(Device device) {
        return new UacceRemove(driver, driver.device(device));
    }

    @Override
    public long freeQueues(Device device) {
        return device.removed() ? 0 : device.freeQueues();
    }

    @Override
    public long leaked(Device device) {
        List<UacceQueue> taken = driver.device(device).queues().stream()
                .filter(UacceQueue::ownsHardware)
                .toList();
        return Access.orphans(driver.kernel(), device, taken);
    }

    @Override
    public long hostPinned() {
        return driver.platform().hostPinned();
    }

    @Override
    public void checkIntegrity(IntegrityReport report) {
        invariants.check(report);
        driver.platform().check(report);
    }

    @Override
    public Map<String, Long> safetyViolations() {
        Map<String, Long> violations = new TreeMap<>();
        violations.put("dead-mm-reachable", invariants.deadMmReachable());
        violations.put("queue-on-removed-device", invariants.onRemovedDevice());
        violations.put("driver-call-after-put", driver.callsAfterPut());
        violations.values().removeIf(count -> count == 0);
        return violations;
    }
}
