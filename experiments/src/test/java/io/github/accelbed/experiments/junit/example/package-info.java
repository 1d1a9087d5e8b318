@NullMarked
package io.github.accelbed.experiments.junit.example;

import org.jspecify.annotations.NullMarked;
