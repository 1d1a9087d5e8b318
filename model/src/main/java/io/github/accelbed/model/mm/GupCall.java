package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;

/** What every call of the get_user_pages family answers. */
public sealed interface GupCall permits GetUserPages, GetUserPagesFast {
    /**
     * Why it stopped.
     *
     * @return OK if all pages were taken, else EFAULT or ENOMEM, or EINTR or EAGAIN after a SIGKILL
     */
    Errno result();

    /**
     * How many pages were taken.
     *
     * @return 0 up to the number asked for
     */
    int taken();
}
