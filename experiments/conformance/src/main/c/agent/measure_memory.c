/* Faults, and calls whose time grows with the pages that are resident. */
#define _GNU_SOURCE
#include "agent.h"
#include "child.h"
#include "measure.h"
#include "memory.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FAULTS = 512, MAX_PAGES = 4096, COPIES = 1000 };

/* The pages of each point of a slope; more than two points, so that a curve would be seen in the interval. */
static const size_t sizes[] = { MAX_PAGES / 8, MAX_PAGES / 4, MAX_PAGES / 2, MAX_PAGES };

#define for_each_size(pages) \
	for (const size_t *pages = sizes; pages < sizes + sizeof(sizes) / sizeof(sizes[0]); pages++)

void measure_minor_fault(const struct rounds *rounds)
{
	for_each_round(round, rounds) {
		char *area = map_pages(FAULTS);
		uint64_t start = now_ns();

		write_pages(area, FAULTS);
		sample(rounds, round, "cpu-minor-fault", FAULTS, now_ns() - start);
		unmap_pages(area, FAULTS);
	}
}

/* The parent writes while a child, which does nothing, still maps every page: each write copies. */
void measure_cow_fault(const struct rounds *rounds)
{
	char *area = map_pages(FAULTS);

	for_each_round(round, rounds) {
		write_pages(area, FAULTS);

		pid_t child = fork_child();

		if (child == 0)
			for (;;)
				pause();

		uint64_t start = now_ns();

		write_pages(area, FAULTS);
		sample(rounds, round, "cpu-cow-fault", FAULTS, now_ns() - start);
		end_child(child);
	}
}

/* As above, but the child is gone: the entries are still read-only, the pages nobody else's. */
void measure_cow_reuse(const struct rounds *rounds)
{
	char *area = map_pages(FAULTS);

	for_each_round(round, rounds) {
		write_pages(area, FAULTS);

		pid_t child = fork_child();

		if (child == 0)
			_exit(0);
		reap(child);

		uint64_t start = now_ns();

		write_pages(area, FAULTS);
		sample(rounds, round, "cpu-cow-reuse", FAULTS, now_ns() - start);
	}
}

void measure_munmap(const struct rounds *rounds)
{
	for_each_round(round, rounds) {
		for_each_size(pages) {
			char *area = map_pages(*pages);

			write_pages(area, *pages);

			uint64_t start = now_ns();

			unmap_pages(area, *pages);
			sample(rounds, round, "zap-per-page", *pages, now_ns() - start);
		}
	}
}

void measure_dontneed(const struct rounds *rounds)
{
	char *area = map_pages(MAX_PAGES);

	for_each_round(round, rounds) {
		for_each_size(pages) {
			write_pages(area, *pages);

			uint64_t start = now_ns();

			if (madvise(area, *pages * PAGE_BYTES, MADV_DONTNEED) != 0)
				refuse("madvise MADV_DONTNEED");
			sample(rounds, round, "madv-dontneed-per-page", *pages, now_ns() - start);
		}
	}
}

/* One page more than is protected, so that the area is split at every size; the write before finds each entry writable. */
void measure_mprotect(const struct rounds *rounds)
{
	char *area = map_pages(MAX_PAGES + 1);

	for_each_round(round, rounds) {
		for_each_size(pages) {
			write_pages(area, *pages);

			uint64_t start = now_ns();

			if (mprotect(area, *pages * PAGE_BYTES, PROT_READ) != 0)
				refuse("mprotect");
			sample(rounds, round, "mprotect-per-page", *pages, now_ns() - start);
			mprotect(area, *pages * PAGE_BYTES, PROT_READ | PROT_WRITE);
		}
	}
}

void measure_copy(const struct rounds *rounds)
{
	char *area = map_pages(2);

	write_pages(area, 2);
	for_each_round(round, rounds) {
		uint64_t start = now_ns();

		for (int i = 0; i < COPIES; i++) {
			memcpy(area, area + PAGE_BYTES, PAGE_BYTES);
			/* The compiler shall not see that all copies are the same. */
			__asm__ volatile("" ::: "memory");
		}
		sample(rounds, round, "copy-page", COPIES, now_ns() - start);
	}
}
