/* Mailboxes: futexes in shared memory. */
#define _GNU_SOURCE
#include "program.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void mail_wake(struct mail *mail)
{
	syscall(SYS_futex, &mail->state, FUTEX_WAKE, 64, NULL, NULL, 0);
}

void mail_wait_while(struct mail *mail, uint32_t state, int timeout_ms)
{
	struct timespec timeout = { timeout_ms / 1000, timeout_ms % 1000 * 1000000L };

	syscall(SYS_futex, &mail->state, FUTEX_WAIT, state, &timeout, NULL, 0);
}
