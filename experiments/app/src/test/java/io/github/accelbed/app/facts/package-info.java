/** The pages of facts, and the links of all pages. */
@NullMarked
package io.github.accelbed.app.facts;

import org.jspecify.annotations.NullMarked;
