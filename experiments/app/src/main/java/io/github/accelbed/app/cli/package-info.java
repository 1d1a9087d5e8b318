/** The command line. */
@NullMarked
package io.github.accelbed.app.cli;

import org.jspecify.annotations.NullMarked;
