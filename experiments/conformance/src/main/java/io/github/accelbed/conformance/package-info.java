/** The model held against the running kernel: scenarios and random programs on both, compared step by step. */
@NullMarked
package io.github.accelbed.conformance;

import org.jspecify.annotations.NullMarked;
