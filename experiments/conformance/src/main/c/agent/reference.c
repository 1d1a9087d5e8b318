/*
 * Page references held by an open file, as the language has them: inherited by fork, gone with the last holder.
 *
 * A pin is an io_uring fixed buffer: pin_user_pages with FOLL_WRITE and FOLL_LONGTERM, read and written through the ring and
 * not through the page table. A pin for reading is gup_test's, a debugfs file of kernels that are built with it: pin_user_pages with
 * FOLL_LONGTERM alone. It has one such pin for all who open it, and gives that back when anybody closes it. A plain reference is a page that vmsplice put into a pipe (get_user_pages without FOLL_WRITE);
 * tee looks at it without taking it out.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { RING_ENTRIES = 1 };

#define GUP_TEST "/sys/kernel/debug/gup_test"

/* mm/gup_test.h, which is not among the headers for programs; the pin that stays is there from 6.2 on (c77369b437f9). */
struct pin_longterm_test {
	uint64_t addr;
	uint64_t size;
	uint32_t flags;
};
#define PIN_LONGTERM_TEST_START _IOW('g', 7, struct pin_longterm_test)
#define PIN_LONGTERM_TEST_STOP _IO('g', 8)
#define PIN_LONGTERM_TEST_READ _IOW('g', 9, uint64_t)

enum kind { IN_PIPE, IN_RING, IN_GUP_TEST };

static struct {
	enum kind kind;
	char *start;
	size_t bytes;
	struct io_uring_params params;
} references[MAX_REFERENCES];

static int descriptor(int reference)
{
	return REFERENCE_FD + reference;
}

/* Gives a new descriptor the number that this reference has in every task. */
static int keep(int fd, int reference)
{
	int kept = dup3(fd, descriptor(reference), O_CLOEXEC);
	int error = errno;

	close(fd);
	errno = error;
	return kept;
}

static bool memlock_is_limited(void)
{
	struct rlimit limit;

	return geteuid() != 0 && getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

struct answer reference_pin(int reference, char *start, int pages)
{
	struct io_uring_params *params = &references[reference].params;
	struct iovec buffer = { start, (size_t)pages * PAGE_BYTES };
	int fd;

	memset(params, 0, sizeof(*params));
	fd = (int)syscall(SYS_io_uring_setup, RING_ENTRIES, params);
	if (fd < 0)
		return answer_errno(errno);
	if (syscall(SYS_io_uring_register, fd, IORING_REGISTER_BUFFERS, &buffer, 1) != 0) {
		int error = errno;

		close(fd);
		/*
		 * A huge page is charged whole, however little of it is pinned. And up to 6.4 io_uring gives memory of files back
		 * once it has pinned it (io_sqe_buffer_register, io_pin_pages): nobody holds the pin that the program asked for.
		 */
		return error == EOPNOTSUPP || (error == ENOMEM && memlock_is_limited()) ? not_carried_out() : answer_errno(error);
	}
	if (keep(fd, reference) < 0)
		return answer_errno(errno);
	references[reference].kind = IN_RING;
	references[reference].start = start;
	return answer_ok();
}

struct answer reference_pin_read_only(int reference, char *start, int pages)
{
	struct pin_longterm_test range = { (uintptr_t)start, (size_t)pages * PAGE_BYTES, 0 };
	int fd = open(GUP_TEST, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return not_carried_out();
	if (ioctl(fd, PIN_LONGTERM_TEST_START, &range) != 0) {
		int error = errno;

		close(fd);
		return answer_errno(error);
	}
	if (keep(fd, reference) < 0)
		return answer_errno(errno);
	references[reference].kind = IN_GUP_TEST;
	references[reference].bytes = range.size;
	return answer_ok();
}

bool reference_pins_read_only(void)
{
	int fd = open(GUP_TEST, O_RDWR | O_CLOEXEC);
	bool there = fd >= 0 && ioctl(fd, PIN_LONGTERM_TEST_STOP) == 0;

	if (fd >= 0)
		close(fd);
	return there;
}

const char *reference_pin_refused(void)
{
	struct io_uring_params params;
	int fd;

	memset(&params, 0, sizeof(params));
	fd = (int)syscall(SYS_io_uring_setup, RING_ENTRIES, &params);
	if (fd < 0)
		return strerror(errno);
	close(fd);
	return NULL;
}

struct answer reference_get(int reference, char *start, int pages)
{
	struct iovec range = { start, (size_t)pages * PAGE_BYTES };
	int ends[2];
	ssize_t taken;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return answer_errno(errno);
	taken = vmsplice(ends[1], &range, 1, SPLICE_F_NONBLOCK);
	close(ends[1]);
	if (taken != (ssize_t)range.iov_len) {
		int error = taken < 0 ? errno : EFAULT;

		close(ends[0]);
		return answer_errno(error);
	}
	if (keep(ends[0], reference) < 0)
		return answer_errno(errno);
	references[reference].kind = IN_PIPE;
	return answer_ok();
}

struct answer reference_drop(int reference)
{
	return close(descriptor(reference)) == 0 ? answer_ok() : answer_errno(errno);
}

/* One read or write between the first eight bytes of the pinned pages and a pipe; 0 or an errno. */
static int ring_transfer(int reference, int opcode, int pipe_end)
{
	struct io_uring_params *p = &references[reference].params;
	size_t ring_bytes = p->sq_off.array + p->sq_entries * sizeof(uint32_t);
	size_t cq_bytes = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);
	size_t sqe_bytes = p->sq_entries * sizeof(struct io_uring_sqe);
	int fd = descriptor(reference);
	char *sq = mmap(NULL, ring_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, IORING_OFF_SQ_RING);
	char *cq = mmap(NULL, cq_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, IORING_OFF_CQ_RING);
	struct io_uring_sqe *sqe = mmap(NULL, sqe_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, IORING_OFF_SQES);
	int error = 0;

	if (sq == MAP_FAILED || cq == MAP_FAILED || sqe == MAP_FAILED) {
		error = errno;
	} else {
		_Atomic uint32_t *sq_tail = (_Atomic uint32_t *)(sq + p->sq_off.tail);
		_Atomic uint32_t *cq_head = (_Atomic uint32_t *)(cq + p->cq_off.head);
		uint32_t sq_mask = *(uint32_t *)(sq + p->sq_off.ring_mask);
		uint32_t cq_mask = *(uint32_t *)(cq + p->cq_off.ring_mask);
		uint32_t slot = *sq_tail & sq_mask;
		uint32_t head = *cq_head;

		memset(&sqe[slot], 0, sizeof(sqe[slot]));
		sqe[slot].opcode = (uint8_t)opcode;
		sqe[slot].fd = pipe_end;
		sqe[slot].addr = (uint64_t)(uintptr_t)references[reference].start;
		sqe[slot].len = sizeof(uint64_t);
		((uint32_t *)(sq + p->sq_off.array))[slot] = slot;
		atomic_store(sq_tail, *sq_tail + 1);
		if (syscall(SYS_io_uring_enter, fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0) {
			error = errno;
		} else {
			struct io_uring_cqe *cqe = (struct io_uring_cqe *)(cq + p->cq_off.cqes) + (head & cq_mask);

			if (cqe->res != (int32_t)sizeof(uint64_t))
				error = cqe->res < 0 ? -cqe->res : EIO;
			atomic_store(cq_head, head + 1);
		}
	}
	if (sq != MAP_FAILED)
		munmap(sq, ring_bytes);
	if (cq != MAP_FAILED)
		munmap(cq, cq_bytes);
	if ((char *)sqe != MAP_FAILED)
		munmap(sqe, sqe_bytes);
	return error;
}

/* gup_test gives the contents of all pages that it has pinned. */
static struct answer gup_test_read(int reference)
{
	size_t bytes = references[reference].bytes;
	char *room = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t to = (uintptr_t)room;
	struct answer answer;

	if (room == MAP_FAILED)
		return not_carried_out();
	answer = ioctl(descriptor(reference), PIN_LONGTERM_TEST_READ, &to) == 0 ? answer_value(*(uint64_t *)room)
										: answer_errno(errno);
	munmap(room, bytes);
	return answer;
}

struct answer reference_read(int reference)
{
	uint64_t value = 0;
	int ends[2];
	int error = 0;

	if (references[reference].kind == IN_GUP_TEST)
		return gup_test_read(reference);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return answer_errno(errno);
	if (references[reference].kind == IN_RING)
		error = ring_transfer(reference, IORING_OP_WRITE_FIXED, ends[1]);
	else if (tee(descriptor(reference), ends[1], PAGE_BYTES, SPLICE_F_NONBLOCK) <= 0)
		error = errno;
	if (error == 0 && read(ends[0], &value, sizeof(value)) != (ssize_t)sizeof(value))
		error = errno;
	close(ends[0]);
	close(ends[1]);
	return error == 0 ? answer_value(value) : answer_errno(error);
}

struct answer reference_write(int reference, uint64_t value)
{
	int ends[2];
	int error;

	if (references[reference].kind != IN_RING)
		return not_carried_out();
	if (pipe2(ends, O_CLOEXEC) != 0)
		return answer_errno(errno);
	if (write(ends[1], &value, sizeof(value)) != (ssize_t)sizeof(value))
		error = errno;
	else
		error = ring_transfer(reference, IORING_OP_READ_FIXED, ends[0]);
	close(ends[0]);
	close(ends[1]);
	return error == 0 ? answer_ok() : answer_errno(error);
}
