/** Allocations that are made to fail, as the kernel's fault injection does. */
@NullMarked
package io.github.accelbed.model.fault;

import org.jspecify.annotations.NullMarked;
