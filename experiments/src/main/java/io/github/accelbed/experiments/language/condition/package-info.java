/** The conditions of expectations: what they are made of and how they are judged. */
@NullMarked
package io.github.accelbed.experiments.language.condition;

import org.jspecify.annotations.NullMarked;
