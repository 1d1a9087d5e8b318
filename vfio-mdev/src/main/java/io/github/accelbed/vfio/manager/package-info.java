/** A daemon that hands mdevs out to clients, on top of any row that has them: user space only, the kernel tells it nothing. */
@NullMarked
@Woven
package io.github.accelbed.vfio.manager;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
