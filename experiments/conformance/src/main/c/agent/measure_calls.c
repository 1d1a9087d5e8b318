/* System calls that do not depend on how much memory there is. */
#define _GNU_SOURCE
#include "agent.h"
#include "measure.h"
#include "memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALLS = 1000, PAIRS = 100, AREA_PAGES = 64 };

void measure_syscall(const struct rounds *rounds)
{
	for_each_round(round, rounds) {
		uint64_t start = now_ns();

		for (int i = 0; i < CALLS; i++)
			syscall(SYS_getppid);
		sample(rounds, round, "syscall", CALLS, now_ns() - start);
	}
}

void measure_open_close(const struct rounds *rounds)
{
	for_each_round(round, rounds) {
		uint64_t start = now_ns();

		for (int i = 0; i < PAIRS; i++) {
			int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

			if (fd < 0) {
				skip_errno("open-close", "open /dev/null");
				return;
			}
			close(fd);
		}
		sample(rounds, round, "open-close", PAIRS, now_ns() - start);
	}
}

void measure_mmap_munmap(const struct rounds *rounds)
{
	for_each_round(round, rounds) {
		uint64_t start = now_ns();

		for (int i = 0; i < PAIRS; i++) {
			char *area = mmap(NULL, AREA_PAGES * PAGE_BYTES, PROT_READ | PROT_WRITE,
					  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

			if (area == MAP_FAILED)
				refuse("mmap");
			munmap(area, AREA_PAGES * PAGE_BYTES);
		}
		sample(rounds, round, "mmap-munmap", PAIRS, now_ns() - start);
	}
}

/* A part of an area, as when one buffer of a heap is registered: the first call splits the area, the second merges it. */
void measure_madvise_flag(const struct rounds *rounds)
{
	char *area = map_pages(AREA_PAGES);
	char *part = area + AREA_PAGES / 4 * PAGE_BYTES;
	size_t bytes = AREA_PAGES / 4 * PAGE_BYTES;

	for_each_round(round, rounds) {
		uint64_t start = now_ns();

		for (int i = 0; i < PAIRS; i++)
			if (madvise(part, bytes, MADV_DONTFORK) != 0 || madvise(part, bytes, MADV_DOFORK) != 0)
				refuse("madvise MADV_DONTFORK");
		sample(rounds, round, "madvise-flag", 2 * PAIRS, now_ns() - start);
	}
}
