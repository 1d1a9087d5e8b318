package io.github.accelbed.vfio;

import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.vfio.mdev.Mdev;

/**
 * A queue that the driver handed out on an open mdev, with the anonymous file that the client got for it.
 *
 * @param mdev on which mdev
 * @param queue the queue
 * @param file its file; the queue goes back at the release
 */
public record QueueGrant(Mdev mdev, HwQueue queue, OpenFile file) {}
