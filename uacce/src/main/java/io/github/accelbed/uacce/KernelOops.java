package io.github.accelbed.uacce;

/** The kernel would have called a null pointer; what becomes of it then is beyond the model. */
final class KernelOops extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KernelOops(String what) {
        super(what);
    }
}
