@NullMarked
package io.github.accelbed.reports.page;

import org.jspecify.annotations.NullMarked;
