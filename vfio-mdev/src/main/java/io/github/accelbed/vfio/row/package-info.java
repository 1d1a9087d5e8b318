/** The rows that VFIO's type1 serves: the backends, what their client and its library do, and how a queue's addresses become frames. */
@NullMarked
@Woven
package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
