@NullMarked
package io.github.accelbed.uacce;

import org.jspecify.annotations.NullMarked;
