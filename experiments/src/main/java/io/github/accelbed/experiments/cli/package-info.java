/** The command line. */
@NullMarked
package io.github.accelbed.experiments.cli;

import org.jspecify.annotations.NullMarked;
