@NullMarked
package io.github.accelbed.reports.data;

import org.jspecify.annotations.NullMarked;
