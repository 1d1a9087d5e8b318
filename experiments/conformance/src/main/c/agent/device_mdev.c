/*
 * Mediated devices of mtty, a sample of the kernel's own (samples/vfio-mdev/mtty.c): how they come, are opened, and go. mtty touches no
 * memory of a client, so nothing can be asked of a device's accesses. Every mdev is known by its number, from which its UUID is made.
 */
#define _GNU_SOURCE
#include "device.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TYPE "/sys/class/mdev_bus/mtty/mdev_supported_types/mtty-1"
#define BUS "/sys/bus/mdev/devices"

/* What a program creates has the lower numbers; what a queue creates for itself, because none is idle, those above. */
enum { MAX_MDEVS = 2 * MAX_QUEUES };

/* A writer who has not come back by then waits for a client. */
enum { REMOVED_MS = 500 };

static void uuid_of(int number, char uuid[40])
{
	snprintf(uuid, 40, "acce1bed-0000-4000-8000-%012d", number);
}

static void path_of(int number, const char *file, char path[96])
{
	char uuid[40];

	uuid_of(number, uuid);
	snprintf(path, 96, BUS "/%s/%s", uuid, file);
}

/* 0 or an errno. */
static int write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int error = fd >= 0 && write(fd, text, strlen(text)) >= 0 ? 0 : errno;

	if (fd >= 0)
		close(fd);
	return error;
}

int mdev_find_devices(void)
{
	FILE *available = fopen(TYPE "/available_instances", "re");
	int count = 0;

	if (available == NULL)
		return 0;
	if (fscanf(available, "%d", &count) != 1)
		count = 0;
	fclose(available);
	return count < MAX_QUEUES ? count : MAX_QUEUES;
}

struct answer mdev_create(int number)
{
	char uuid[40];
	int error;

	uuid_of(number, uuid);
	error = write_to(TYPE "/create", uuid);
	return error == 0 ? answer_ok() : answer_errno(error);
}

/* The writer is a process of its own, for it waits as long as a client has the device. */
struct answer mdev_remove(int number)
{
	int ends[2];
	int error = 0;
	struct pollfd answered;
	char path[96];

	path_of(number, "remove", path);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return not_carried_out();
	answered = (struct pollfd){ ends[0], POLLIN, 0 };
	if (fork() == 0) {
		error = write_to(path, "1");
		_exit(write(ends[1], &error, sizeof(error)) != sizeof(error));
	}
	close(ends[1]);
	if (poll(&answered, 1, REMOVED_MS) != 1)
		error = -1;
	else if (read(ends[0], &error, sizeof(error)) != sizeof(error))
		error = EIO;
	close(ends[0]);
	return error < 0 ? (struct answer){ ANSWER_BLOCKED, 0 } : error == 0 ? answer_ok() : answer_errno(error);
}

/* The group of an mdev, or -1. */
static int group_of(int number)
{
	char path[96];
	char group[256];
	ssize_t length;

	path_of(number, "iommu_group", path);
	length = readlink(path, group, sizeof(group) - 1);
	if (length <= 0) {
		errno = ENOENT;
		return -1;
	}
	group[length] = '\0';
	return atoi(strrchr(group, '/') + 1);
}

static int open_mdev(int queue, bool inherit, int number)
{
	char uuid[40];
	int group = group_of(number);

	uuid_of(number, uuid);
	return group < 0 ? -1 : vfio_open_named(queue, inherit, group, uuid);
}

/* Any that nobody has, or a new one. */
static int open_any(int queue, bool inherit)
{
	int fresh = -1;

	for (int number = 0; number < MAX_MDEVS; number++) {
		if (open_mdev(queue, inherit, number) == 0)
			return 0;
		if (errno == ENOENT && number >= MAX_QUEUES && fresh < 0)
			fresh = number;
		else if (errno != ENOENT && errno != EBUSY)
			return -1;
	}
	if (fresh >= 0 && mdev_create(fresh).kind == ANSWER_OK)
		return open_mdev(queue, inherit, fresh);
	errno = EBUSY;
	return -1;
}

struct answer mdev_open(const int64_t *arg)
{
	int queue = (int)arg[0];
	bool inherit = arg[1] != 0;

	return errno_of_call(arg[2] < 0 ? open_any(queue, inherit) : open_mdev(queue, inherit, (int)arg[2]));
}

void mdev_end_program(void)
{
	char path[96];

	if (access(TYPE, F_OK) != 0)
		return;
	for (int number = 0; number < MAX_MDEVS; number++) {
		path_of(number, "remove", path);
		if (access(path, F_OK) == 0)
			mdev_remove(number);
	}
}
