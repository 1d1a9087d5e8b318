/*
 * Queues of uacce: /dev/accelbed-N of the driver in lab/accelbed_uacce.c, through the ioctls and areas of the real uacce.c. A queue is one
 * descriptor, with the same number in every task; its areas lie at the same addresses everywhere. Each answer is that of the call.
 *
 * What the device itself does, its loads and stores, is asked of the driver's engine by the supervisor: hardware needs no process.
 */
#define _GNU_SOURCE
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define DRIVER "/sys/bus/platform/drivers/accelbed"
#define CLASS "/sys/class/uacce"
#define INSTANCES "/sys/module/accelbed_uacce/parameters/instances"
#define NODES "/tmp"

/* uapi/misc/uacce/uacce.h, which is not among every machine's headers. */
#define UACCE_CMD_START_Q _IO('W', 0)
#define UACCE_CMD_PUT_Q _IO('W', 1)
#define UACCE_UNKNOWN _IO('W', 99)

/* As in the driver. */
#define ACCELBED_NUMBER _IOR('W', 0x40, uint32_t)
#define ACCELBED_JOB _IOWR('W', 0x41, struct job)

struct job {
	uint32_t queue;
	uint32_t store;
	uint64_t address;
	uint64_t value;
};

enum region { MMIO, DUS };

static const size_t REGION_PAGES[] = { [MMIO] = 16, [DUS] = 37 };

/* Where regions lie in every task, far from buffers and from what the C library maps. */
#define REGION_ADDRESS(queue, region) ((char *)(0x0f0000000000u + ((uint64_t)(queue) * 2 + (uint64_t)(region)) * 0x100000u))
#define MOVED_BY UINT64_C(0x1000000000)

static int descriptor(int64_t queue)
{
	return queue_descriptor((int)queue, ONLY);
}

static char *region_of(int64_t queue, int64_t region)
{
	return REGION_ADDRESS(shared->uacce[queue].first, region);
}

static size_t bytes_of(int64_t region)
{
	return REGION_PAGES[region] * PAGE_BYTES;
}

static void write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		fprintf(stderr, "accelbed: %s: %s\n", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static bool bound(int device)
{
	char path[96];

	snprintf(path, sizeof(path), DRIVER "/accelbed.%d", device);
	return access(path, F_OK) == 0;
}

/* A node of our own, since a removed device takes that of devtmpfs with it, as no node in a container goes. */
static void make_node(int device)
{
	char path[96];
	unsigned major;
	unsigned minor;
	FILE *file;

	snprintf(path, sizeof(path), CLASS "/accelbed-%d/dev", device);
	file = fopen(path, "re");
	if (file == NULL)
		return;
	if (fscanf(file, "%u:%u", &major, &minor) == 2) {
		snprintf(path, sizeof(path), NODES "/uacce-%d", device);
		unlink(path);
		if (mknod(path, S_IFCHR | 0600, makedev(major, minor)) != 0)
			fprintf(stderr, "accelbed: %s: %s\n", path, strerror(errno));
	}
	fclose(file);
}

int uacce_find_devices(void)
{
	int found = 0;

	while (found < MAX_UACCE_DEVICES && bound(found))
		found++;
	return found;
}

void uacce_start_program(const int *queues)
{
	char text[64] = "";

	if (access(DRIVER, F_OK) != 0)
		return;
	memset(shared->uacce, 0, sizeof(shared->uacce));
	for (int i = 0; i < MAX_UACCE_DEVICES; i++) {
		char name[32];

		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%d", i == 0 ? "" : ",", queues[i]);
		snprintf(name, sizeof(name), "accelbed.%d", i);
		if (!bound(i))
			write_to(DRIVER "/bind", name);
		make_node(i);
	}
	write_to(INSTANCES, text);
}

static struct answer map_region(int64_t queue, int64_t region)
{
	char *at = region_of(queue, region);
	char *mapped = mmap(at, bytes_of(region), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, descriptor(queue),
			    (off_t)region * PAGE_BYTES);

	return mapped == MAP_FAILED ? answer_errno(errno) : answer_ok();
}

static struct answer unmap_region(int64_t queue, int64_t region)
{
	return errno_of_call(munmap(region_of(queue, region), bytes_of(region)));
}

static struct answer move_region(int64_t queue, int64_t region)
{
	char *at = region_of(queue, region);
	void *moved = mremap(at, bytes_of(region), bytes_of(region), MREMAP_MAYMOVE | MREMAP_FIXED, at + MOVED_BY);

	return moved == MAP_FAILED ? answer_errno(errno) : answer_ok();
}

/* The library's order: open, both regions, START_Q; what succeeded is undone if something fails. */
static struct answer set_up(int64_t queue)
{
	struct answer answer = map_region(queue, DUS);

	if (answer.kind != ANSWER_OK)
		return answer;
	answer = map_region(queue, MMIO);
	if (answer.kind == ANSWER_OK)
		answer = errno_of_call(ioctl(descriptor(queue), UACCE_CMD_START_Q));
	if (answer.kind != ANSWER_OK) {
		unmap_region(queue, MMIO);
		unmap_region(queue, DUS);
	}
	return answer;
}

/* uacce-open QUEUE INHERIT DEVICE RAW */
static struct answer do_open(const int64_t *arg)
{
	struct uacce_queue *queue = &shared->uacce[arg[0]];
	char path[96];
	struct answer answer;

	/* The library goes by sysfs. */
	snprintf(path, sizeof(path), CLASS "/accelbed-%d", (int)arg[2]);
	if (arg[3] == 0 && access(path, F_OK) != 0)
		return answer_errno(ENODEV);
	snprintf(path, sizeof(path), NODES "/uacce-%d", (int)arg[2]);
	if (keep_descriptor(open(path, O_RDWR | O_CLOEXEC), (int)arg[0], ONLY, arg[1] != 0) < 0)
		return answer_errno(errno);
	queue->first = (int)arg[0];
	answer = errno_of_call(ioctl(descriptor(arg[0]), ACCELBED_NUMBER, &queue->number));
	if (answer.kind == ANSWER_OK && arg[3] == 0)
		answer = set_up(arg[0]);
	if (answer.kind != ANSWER_OK)
		close(descriptor(arg[0]));
	return answer;
}

/* uacce-close QUEUE RAW: the library unmaps first, and who has no descriptor has a region perhaps. */
static struct answer do_close(const int64_t *arg)
{
	if (arg[1] == 0 && shared->uacce[arg[0]].first == (int)arg[0]) {
		unmap_region(arg[0], MMIO);
		unmap_region(arg[0], DUS);
	}
	return errno_of_call(close(descriptor(arg[0])));
}

/* uacce-dup QUEUE COPY */
static struct answer do_dup(const int64_t *arg)
{
	if (dup2(descriptor(arg[0]), descriptor(arg[1])) < 0)
		return answer_errno(errno);
	shared->uacce[arg[1]] = shared->uacce[arg[0]];
	return answer_ok();
}

/* uacce-poll QUEUE STAMP: the stamp if there is something. */
static struct answer do_poll(const int64_t *arg)
{
	struct pollfd ask = { descriptor(arg[0]), POLLIN, 0 };

	if (poll(&ask, 1, 0) < 0)
		return answer_errno(errno);
	if ((ask.revents & POLLNVAL) != 0)
		return answer_errno(EBADF);
	return (ask.revents & POLLIN) != 0 ? answer_value((uint64_t)arg[1]) : answer_ok();
}

struct answer uacce_task_step(int executor, const struct step *step)
{
	const int64_t *arg = step->arg;

	switch (step->op) {
	case OP_UACCE_OPEN:
		return do_open(arg);
	case OP_UACCE_CLOSE:
		return do_close(arg);
	case OP_UACCE_DUP:
		return do_dup(arg);
	case OP_UACCE_START:
		return errno_of_call(ioctl(descriptor(arg[0]), UACCE_CMD_START_Q));
	case OP_UACCE_PUT:
		return errno_of_call(ioctl(descriptor(arg[0]), UACCE_CMD_PUT_Q));
	case OP_UACCE_IOCTL:
		return errno_of_call(ioctl(descriptor(arg[0]), UACCE_UNKNOWN));
	case OP_UACCE_POLL:
		return do_poll(arg);
	case OP_UACCE_REGION:
		return map_region(arg[0], arg[1]);
	case OP_UACCE_UNREGION:
		return unmap_region(arg[0], arg[1]);
	case OP_UACCE_MREMAP:
		return move_region(arg[0], arg[1]);
	case OP_UACCE_TOUCH:
		return cpu_store(executor, region_of(arg[0], arg[1]), 1);
	default:
		return not_carried_out();
	}
}

/* Nobody's descriptor is needed. ESRCH is what the driver says where an IOMMU would be asked. */
static struct answer run_job(int queue, int64_t buffer, int64_t page, bool store, uint64_t *value)
{
	static int engine = -1;
	struct job job = { shared->uacce[queue].number, store, (uintptr_t)(BUFFER_ADDRESS(buffer) + page * PAGE_BYTES), *value };
	int error;

	if (engine < 0)
		engine = open("/dev/accelbed-engine", O_RDWR | O_CLOEXEC);
	if (engine < 0)
		return not_carried_out();
	error = ioctl(engine, ACCELBED_JOB, &job) != 0 ? errno : 0;
	*value = job.value;
	return error == ESRCH ? not_carried_out() : error != 0 ? answer_errno(error) : answer_ok();
}

static struct answer load(int queue, int64_t buffer, int64_t page)
{
	uint64_t value = 0;
	struct answer answer = run_job(queue, buffer, page, false, &value);

	return answer.kind == ANSWER_OK ? answer_value(value) : answer;
}

static struct answer store(int queue, int64_t buffer, int64_t page, uint64_t value)
{
	return run_job(queue, buffer, page, true, &value);
}

/* uacce-copy BUFFER FIRST TO FIRST PAGES */
static struct answer copy(int queue, const int64_t *arg)
{
	for (int64_t i = 0; i < arg[4]; i++) {
		struct answer answer = load(queue, arg[0], arg[1] + i);

		if (answer.kind == ANSWER_VALUE)
			answer = store(queue, arg[2], arg[3] + i, answer.value);
		if (answer.kind != ANSWER_OK)
			return answer;
	}
	return answer_ok();
}

struct answer uacce_device_step(const struct step *step)
{
	const int64_t *arg = step->arg;
	char name[32];

	switch (step->op) {
	case OP_UACCE_LOAD:
		return load(step->actor, arg[0], arg[1]);
	case OP_UACCE_STORE:
		return store(step->actor, arg[0], arg[1], (uint64_t)arg[2]);
	case OP_UACCE_COPY:
		return copy(step->actor, arg);
	case OP_UACCE_SUBMIT_READ:
		return load((int)arg[0], arg[1], arg[2]);
	case OP_UACCE_SUBMIT_WRITE:
		return store((int)arg[0], arg[1], arg[2], (uint64_t)arg[3]);
	case OP_UACCE_UNPLUG:
		if (!bound(step->actor))
			return answer_errno(ENODEV);
		snprintf(name, sizeof(name), "accelbed.%d", step->actor);
		write_to(DRIVER "/unbind", name);
		return answer_ok();
	default:
		return not_carried_out();
	}
}
