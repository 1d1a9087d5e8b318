/* The descriptors of queues, whatever device stands behind them: each has the same number in every task. */
#define _GNU_SOURCE
#include "device.h"

#include <fcntl.h>
#include <unistd.h>

int queue_descriptor(int queue, enum queue_descriptor which)
{
	return QUEUE_FD + queue * QUEUE_DESCRIPTORS + which;
}

int keep_descriptor(int fd, int queue, enum queue_descriptor which, bool inherit)
{
	int kept;

	if (fd < 0)
		return -1;
	kept = dup3(fd, queue_descriptor(queue, which), inherit ? 0 : O_CLOEXEC);
	close(fd);
	return kept;
}
