/** The mdev core (drivers/vfio/mdev): parents, their types, and the instances that only an administrator creates and removes. */
@NullMarked
@Woven
package io.github.accelbed.vfio.mdev;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
