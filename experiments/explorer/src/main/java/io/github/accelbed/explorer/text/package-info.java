/** What an exploration found, as plain text of at most {@value io.github.accelbed.explorer.text.Wrap#WIDTH} columns. */
@NullMarked
package io.github.accelbed.explorer.text;

import org.jspecify.annotations.NullMarked;
