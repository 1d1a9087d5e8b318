@NullMarked
package io.github.accelbed.reports;

import org.jspecify.annotations.NullMarked;
