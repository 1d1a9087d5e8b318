/** The row that docs/backend-tutorial.md builds: its fenced blocks are the marked regions of these files. */
@NullMarked
package io.github.accelbed.model.example;

import org.jspecify.annotations.NullMarked;
