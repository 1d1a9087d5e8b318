package io.github.accelbed.drivers.vaiova;

/**
 * One layout on one row and kernel.
 *
 * @param backend the row
 * @param kernel the release
 * @param layout its name
 * @param pages of the process
 * @param lost pages that cannot be had at the process's own address
 * @param answer why not; OK if none is lost
 * @param overReserved pages in a reserved region that were mapped all the same
 * @param calls that map, refused ones included
 * @param second what a second process gets that opens a queue of the same device
 */
record Cell(
        String backend,
        String kernel,
        String layout,
        long pages,
        long lost,
        String answer,
        long overReserved,
        long calls,
        String second) {

    double share() {
        return (double) lost / pages;
    }
}
