@NullMarked
package io.github.accelbed.model;

import org.jspecify.annotations.NullMarked;
