/** Other kernels, booted in an emulated machine: where their packages come from, and how the agent gets to run on them. */
@NullMarked
package io.github.accelbed.conformance.lab;

import org.jspecify.annotations.NullMarked;
