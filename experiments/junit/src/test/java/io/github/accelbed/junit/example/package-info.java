@NullMarked
package io.github.accelbed.junit.example;

import org.jspecify.annotations.NullMarked;
