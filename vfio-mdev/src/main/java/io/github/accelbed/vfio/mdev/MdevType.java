package io.github.accelbed.vfio.mdev;

/**
 * {@code struct mdev_type}: a folder of {@code mdev_supported_types} with its {@code create} attribute. All types of a parent take their
 * instances from the one pool of its hardware queues, as the sample driver mtty does with its ports.
 *
 * @param name such as {@code queue-1}
 * @param queues hardware queues of one instance, at least 1
 */
public record MdevType(String name, int queues) {
    /** One hardware queue an instance: what an accelerator's client asks for. */
    public static final MdevType ONE_QUEUE = new MdevType("queue-1", 1);

    /** Two, for a client with one queue each way. */
    public static final MdevType TWO_QUEUES = new MdevType("queue-2", 2);

    /** Checks the arguments. */
    public MdevType {
        if (queues < 1) {
            throw new IllegalArgumentException("queues " + queues);
        }
    }
}
