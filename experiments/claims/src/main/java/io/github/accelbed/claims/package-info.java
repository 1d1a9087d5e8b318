/** The claims ledger: the arguments of the mailing-list threads that scenarios refer to. */
@NullMarked
package io.github.accelbed.claims;

import org.jspecify.annotations.NullMarked;
