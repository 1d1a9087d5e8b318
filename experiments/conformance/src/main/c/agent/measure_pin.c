/*
 * Pins as a user can take them: io_uring's registered buffers, which are pin_user_pages with FOLL_WRITE and FOLL_LONGTERM
 * (io_uring/rsrc.c). Their pages count against RLIMIT_MEMLOCK, unless the user may lock all memory.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "measure.h"
#include "memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#if __has_include(<linux/io_uring.h>) && defined(SYS_io_uring_setup)
#include <linux/io_uring.h>

enum { MAX_PINNED = 4096, MIN_PINNED = 64, FORKED = 1024 };

static int open_ring(void)
{
	struct io_uring_params params;

	memset(&params, 0, sizeof(params));
	return (int)syscall(SYS_io_uring_setup, 1, &params);
}

static int pin(int ring, char *start, size_t pages)
{
	struct iovec buffer = { start, pages * PAGE_BYTES };

	return (int)syscall(SYS_io_uring_register, ring, IORING_REGISTER_BUFFERS, &buffer, 1);
}

static int unpin(int ring)
{
	return (int)syscall(SYS_io_uring_register, ring, IORING_UNREGISTER_BUFFERS, NULL, 0);
}

/* The most pages, max halved as often as needed, that this user may pin; 0 with errno set if it is not worth measuring. */
static size_t pinnable(int ring, char *area, size_t max)
{
	for (size_t pages = max; pages >= MIN_PINNED; pages /= 2) {
		if (pin(ring, area, pages) == 0) {
			unpin(ring);
			return pages;
		}
		if (errno != ENOMEM && errno != EAGAIN)
			return 0;
	}
	return 0;
}

void measure_pin(const struct rounds *rounds)
{
	const char *failed = "io_uring_setup";
	int ring = open_ring();

	if (ring >= 0) {
		char *area = map_pages(MAX_PINNED);

		write_pages(area, MAX_PINNED);
		failed = "IORING_REGISTER_BUFFERS (RLIMIT_MEMLOCK counts)";

		size_t max = pinnable(ring, area, MAX_PINNED);
		int ok = max > 0;

		for (int round = rounds->first - 1; ok && round <= rounds->last; round++) {
			for (size_t pages = max / 8; ok && pages <= max; pages *= 2) {
				uint64_t start = now_ns();

				ok = pin(ring, area, pages) == 0;

				uint64_t pinned = now_ns();

				ok = ok && unpin(ring) == 0;

				uint64_t end = now_ns();

				if (ok) {
					sample(rounds, round, "pin-per-page", pages, pinned - start);
					sample(rounds, round, "unpin-per-page", pages, end - pinned);
				}
			}
		}
		if (ok)
			return;
	}

	int why = errno;

	skip_errno("pin-per-page", failed);
	errno = why;
	skip_errno("unpin-per-page", failed);
}

/* The same memory is forked each time; only the number of pinned pages in it differs. */
void measure_fork_of_pinned(const struct rounds *rounds)
{
	const char *key = "fork-early-copy-per-page";
	int ring = open_ring();

	if (ring < 0) {
		skip_errno(key, "io_uring_setup");
		return;
	}

	char *area = map_pages(FORKED);

	write_pages(area, FORKED);

	size_t max = pinnable(ring, area, FORKED);

	if (max == 0) {
		skip_errno(key, "IORING_REGISTER_BUFFERS (RLIMIT_MEMLOCK counts)");
		return;
	}

	const size_t pinned[] = { 0, max / 4, max / 2, max };

	for_each_round(round, rounds) {
		for (size_t i = 0; i < sizeof(pinned) / sizeof(pinned[0]); i++) {
			write_pages(area, FORKED);
			if (pinned[i] > 0 && pin(ring, area, pinned[i]) != 0) {
				skip_errno(key, "IORING_REGISTER_BUFFERS (RLIMIT_MEMLOCK counts)");
				return;
			}
			sample(rounds, round, key, pinned[i], time_fork());
			if (pinned[i] > 0)
				unpin(ring);
		}
	}
}

#else

static const char without_header[] = "the agent was built without linux/io_uring.h";

void measure_pin(const struct rounds *rounds)
{
	(void)rounds;
	skip("pin-per-page", without_header);
	skip("unpin-per-page", without_header);
}

void measure_fork_of_pinned(const struct rounds *rounds)
{
	(void)rounds;
	skip("fork-early-copy-per-page", without_header);
}

#endif
