/** The row of CAPI: an adapter that uses the CPU's page table and hears its TLB shootdowns (drivers/misc/cxl). */
@NullMarked
package io.github.accelbed.uacce.capi;

import org.jspecify.annotations.NullMarked;
