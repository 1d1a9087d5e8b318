/** The conditions of expectations: what they are made of and how they are judged. */
@NullMarked
package io.github.accelbed.scenario.language.condition;

import org.jspecify.annotations.NullMarked;
