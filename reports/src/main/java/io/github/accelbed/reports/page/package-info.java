/**
 * The page: what the templates show, computed before they run.
 *
 * <p>The templates (in {@code src/main/jte}) only lay out; whatever takes a decision stands here. The records are public
 * because the compiled templates live in a package of their own; nobody else should use them.
 */
@NullMarked
package io.github.accelbed.reports.page;

import org.jspecify.annotations.NullMarked;
