/** What a process has to do before its first job and before its next ones. */
@NullMarked
package io.github.accelbed.drivers.setup;

import org.jspecify.annotations.NullMarked;
