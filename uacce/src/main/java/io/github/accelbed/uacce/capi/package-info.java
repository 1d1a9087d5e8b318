/** The row of CAPI: an adapter that uses the CPU's page table and hears its TLB shootdowns (drivers/misc/cxl). */
@NullMarked
@Woven
package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
