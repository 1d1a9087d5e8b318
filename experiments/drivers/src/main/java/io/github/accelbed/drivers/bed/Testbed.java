package io.github.accelbed.drivers.bed;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.Machine;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.scenario.run.IntegrityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine for experiments, which notes what the time is spent on. */
public final class Testbed extends Machine {
    /** The first page of the buffer that experiments map. */
    public static final long BUFFER = 0x7f000_0000L;

    private static final double PS_PER_NS = 1000;

    private final CostLedger ledger;

    /**
     * A machine without limits.
     *
     * @param backend the row
     * @param version the kernel
     * @param costs the prices
     * @param queues hardware queues of the device, 1 to 65536
     */
    public Testbed(AccessBackend backend, KernelVersion version, CostTable costs, int queues) {
        this(backend, version, KernelConfig.defaults(costs), queues);
    }

    /**
     * A machine of other sizes or limits.
     *
     * @param backend the row
     * @param version the kernel
     * @param config sizes, limits and prices
     * @param queues hardware queues of the device, 1 to 65536
     */
    public Testbed(AccessBackend backend, KernelVersion version, KernelConfig config, int queues) {
        super(backend, version, config, queues);
        ledger = new CostLedger(config.costs());
    }

    /** One of several devices of a machine. */
    Testbed(AccessBackend backend, Kernel kernel, Access access, Device device) {
        super(backend, kernel, access, device);
        ledger = new CostLedger(kernel.config().costs());
    }

    /**
     * Why an experiment that needs a queue and a way to map leaves the row out.
     *
     * @return the row's own reason why a queue cannot be opened on this kernel, or null if it can
     */
    public @Nullable String whyLeftOut() {
        return access().whyNot(AccessStep.OPEN);
    }

    /**
     * Simulated time.
     *
     * @return picoseconds since boot
     */
    public long nowPs() {
        return kernel().machine().clock().nowPs();
    }

    /**
     * Simulated time since an earlier moment.
     *
     * @param ps an earlier {@link #nowPs}
     * @return nanoseconds, three decimals exact
     */
    public double nsSince(long ps) {
        return (nowPs() - ps) / PS_PER_NS;
    }

    /**
     * Begins to note what the time is spent on.
     *
     * @return the ledger of this machine
     */
    public CostLedger meter() {
        kernel().machine().listen(ledger);
        return ledger;
    }

    /**
     * Recounts what the model holds.
     *
     * @param what what was being run, for the message
     * @throws IntegrityException if the books do not agree
     */
    public void checkIntegrity(String what) {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IntegrityException(what + ", " + this, problems);
        }
    }
}
