/** The mdev core (drivers/vfio/mdev): parents, their types, and the instances that only an administrator creates and removes. */
@NullMarked
package io.github.accelbed.vfio.mdev;

import org.jspecify.annotations.NullMarked;
