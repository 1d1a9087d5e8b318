/* What the measurements share. Each runs in a process of its own, so that none sees what another did to its memory. */
#ifndef ACCELBED_MEASURE_H
#define ACCELBED_MEASURE_H

#include <stddef.h>
#include <stdint.h>

/* Rounds first to last; the round before first warms up and is not printed. */
struct rounds {
	int first;
	int last;
};

#define for_each_round(round, rounds) for (int round = (rounds)->first - 1; round <= (rounds)->last; round++)

/* Prints "sample KEY ROUND X NS": ns for x pages or calls; key is the price's name in cost files. */
void sample(const struct rounds *rounds, int round, const char *key, size_t x, uint64_t ns);

/* Prints "skip KEY REASON"; the reason may end in what errno says. */
void skip(const char *key, const char *reason);
void skip_errno(const char *key, const char *call);

/* How long a fork takes, seen by the parent; the child exits at once and is reaped. */
uint64_t time_fork(void);

/*
 * Times fork with x = 0, max/8, max/4, max/2 and max of the units at start shared with the child, each unit of unit bytes
 * written before, so that fork finds it writable.
 */
void measure_fork_of(const struct rounds *rounds, const char *key, char *start, size_t max, size_t unit);

/* Each is one measurement. */
void measure_syscall(const struct rounds *rounds);
void measure_open_close(const struct rounds *rounds);
void measure_mmap_munmap(const struct rounds *rounds);
void measure_madvise_flag(const struct rounds *rounds);
void measure_exec(const struct rounds *rounds);
void measure_minor_fault(const struct rounds *rounds);
void measure_cow_fault(const struct rounds *rounds);
void measure_cow_reuse(const struct rounds *rounds);
void measure_munmap(const struct rounds *rounds);
void measure_dontneed(const struct rounds *rounds);
void measure_mprotect(const struct rounds *rounds);
void measure_copy(const struct rounds *rounds);
void measure_fork(const struct rounds *rounds);
void measure_pin(const struct rounds *rounds);
void measure_fork_of_pinned(const struct rounds *rounds);
void measure_huge_cow_fault(const struct rounds *rounds);
void measure_fork_of_huge(const struct rounds *rounds);

#endif
