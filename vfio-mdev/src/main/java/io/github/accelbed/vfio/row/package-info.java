/** The rows that VFIO's type1 serves: the backends, what their client and its library do, and how a queue's addresses become frames. */
@NullMarked
package io.github.accelbed.vfio.row;

import org.jspecify.annotations.NullMarked;
