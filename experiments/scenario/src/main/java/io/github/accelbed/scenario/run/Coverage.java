package io.github.accelbed.scenario.run;

/** Which of a cell's ends are there to be judged. */
public enum Coverage {
    /** Those of all orders of steps. */
    EVERY_ORDER,

    /** Some: one shows that something happens, none that nothing else does. */
    SOME_ORDERS,

    /** The one of the plain run, by which {@code always} and {@code never} are judged. */
    ONE_ORDER
}
