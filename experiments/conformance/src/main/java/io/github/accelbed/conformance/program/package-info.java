/** Random programs that a real kernel can carry out, and the smallest part of one that still shows what the whole showed. */
@NullMarked
package io.github.accelbed.conformance.program;

import org.jspecify.annotations.NullMarked;
