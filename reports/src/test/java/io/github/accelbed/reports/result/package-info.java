@NullMarked
package io.github.accelbed.reports.result;

import org.jspecify.annotations.NullMarked;
