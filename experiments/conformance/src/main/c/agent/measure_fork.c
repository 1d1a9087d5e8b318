/* fork, by the number of pages that it shares. */
#define _GNU_SOURCE
#include "agent.h"
#include "child.h"
#include "measure.h"
#include "memory.h"

#include <sys/mman.h>
#include <unistd.h>

enum { FORK_PAGES = 4096 };

uint64_t time_fork(void)
{
	uint64_t start = now_ns();
	pid_t child = fork();

	if (child == 0)
		_exit(0);

	uint64_t end = now_ns();

	if (child < 0)
		refuse("fork");
	reap(child);
	return end - start;
}

static void share_with_child(char *start, size_t bytes, int advice)
{
	if (bytes > 0 && madvise(start, bytes, advice) != 0)
		refuse("madvise MADV_DONTFORK");
}

void measure_fork_of(const struct rounds *rounds, const char *key, char *start, size_t max, size_t unit)
{
	const size_t shared[] = { 0, max / 8, max / 4, max / 2, max };

	for_each_round(round, rounds) {
		for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
			size_t x = shared[i];

			share_with_child(start, max * unit, MADV_DOFORK);
			share_with_child(start + x * unit, (max - x) * unit, MADV_DONTFORK);
			for (size_t at = 0; at < x; at++)
				((volatile char *)start)[at * unit] = (char)round;
			sample(rounds, round, key, x, time_fork());
		}
	}
}

void measure_fork(const struct rounds *rounds)
{
	char *area = map_pages(FORK_PAGES);

	write_pages(area, FORK_PAGES);
	measure_fork_of(rounds, "fork-per-page", area, FORK_PAGES, PAGE_BYTES);
}
