/** The page of the rows: what each offers, and why not the rest. */
@NullMarked
package io.github.accelbed.app.rows;

import org.jspecify.annotations.NullMarked;
