package io.github.accelbed.model.device;

import io.github.accelbed.model.Unwoven;
import java.util.Locale;

/** The devices of the threads: how many queues each has, and the job that it was built for. */
@Unwoven
public enum DeviceKind {
    /** The HiSilicon compressor: {@code hisi_zip}, 1024 queues. */
    ZIP(1024, Job.COMPRESS),
    /** A public-key engine, such as {@code hisi_hpre}; works in place. */
    RSA(16, Job.DECRYPT),
    /** An inference engine: reads much, answers little. */
    AI(16, Job.REDUCE),
    /** A network adapter, as a source of data. */
    NIC(16, Job.RECEIVE),
    /** WarpDrive's test device for QEMU, which copies. */
    DUMMY(16, Job.COPY),
    /** What a scenario has that declares no device; it copies. */
    ACCEL(16, Job.COPY),
    /** Soft-RoCE, {@code rdma_rxe}: the adapter of RDMA in software, whose engine is a CPU. Rows of RDMA know it; to others it is one more device. */
    RXE(16, Job.COPY);

    private final int queues;
    private final Job job;

    DeviceKind(int queues, Job job) {
        this.queues = queues;
        this.job = job;
    }

    /**
     * Its name in scenarios.
     *
     * @return such as {@code zip}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How many hardware queues it has unless it is said; only the 1024 of zip are those of a real device.
     *
     * @return 16 or 1024
     */
    public int queues() {
        return queues;
    }

    /**
     * Its own job.
     *
     * @return what its engine does beside reading and writing
     */
    public Job job() {
        return job;
    }
}
