/** What a client that ends leaves behind. */
@NullMarked
package io.github.accelbed.drivers.reclaim;

import org.jspecify.annotations.NullMarked;
