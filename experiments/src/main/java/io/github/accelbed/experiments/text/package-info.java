/** What an exploration found, as plain text of at most {@value io.github.accelbed.experiments.text.Wrap#WIDTH} columns. */
@NullMarked
package io.github.accelbed.experiments.text;

import org.jspecify.annotations.NullMarked;
