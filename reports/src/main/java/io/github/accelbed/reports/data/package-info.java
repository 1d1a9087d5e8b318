/** Results as data files: JSON for a run, CSV for a table. */
@NullMarked
package io.github.accelbed.reports.data;

import org.jspecify.annotations.NullMarked;
