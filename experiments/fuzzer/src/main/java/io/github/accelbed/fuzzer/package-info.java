/** Random programs over the whole language, run and explored, and what breaks on them made small. */
@NullMarked
package io.github.accelbed.fuzzer;

import org.jspecify.annotations.NullMarked;
