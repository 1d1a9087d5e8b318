/* The command "measure ROUNDS": raw samples on stdout, "end" behind the last one. */
#define _GNU_SOURCE
#include "measure.h"
#include "agent.h"
#include "child.h"
#include "memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* So many rounds of one measurement in a row: a burst of other work then spoils part of each rather than all of one. */
enum { BLOCK = 25, MAX_ROUNDS = 100000 };

static void (*const measurements[])(const struct rounds *rounds) = {
	measure_syscall,      measure_open_close, measure_mmap_munmap,	  measure_madvise_flag,
	measure_minor_fault,  measure_cow_fault,  measure_cow_reuse,	  measure_fork,
	measure_exec,	      measure_munmap,	  measure_dontneed,	  measure_mprotect,
	measure_copy,	      measure_pin,	  measure_fork_of_pinned, measure_huge_cow_fault,
	measure_fork_of_huge,
};

void sample(const struct rounds *rounds, int round, const char *key, size_t x, uint64_t ns)
{
	if (round >= rounds->first)
		printf("sample %s %d %zu %llu\n", key, round, x, (unsigned long long)ns);
}

void skip(const char *key, const char *reason)
{
	printf("skip %s %s\n", key, reason);
}

void skip_errno(const char *key, const char *call)
{
	printf("skip %s %s: %s\n", key, call, strerror(errno));
}

static void run_in_child(void (*measure)(const struct rounds *rounds), const struct rounds *rounds)
{
	pid_t child = fork_child();

	if (child == 0) {
		measure(rounds);
		if (fflush(stdout) != 0)
			refuse("stdout");
		_exit(AGENT_OK);
	}

	int status = reap(child);

	if (WIFEXITED(status) && WEXITSTATUS(status) == AGENT_OK)
		return;
	if (WIFSIGNALED(status))
		fprintf(stderr, "a measurement was ended by signal %d\n", WTERMSIG(status));
	/* Else the child has said why. */
	_exit(AGENT_REFUSED);
}

int run_measurements(int argc, char **argv)
{
	char *end = NULL;
	long last = argc == 1 ? strtol(argv[0], &end, 10) : 0;

	if (last < 1 || last > MAX_ROUNDS || *end != '\0') {
		fprintf(stderr, "usage: agent measure ROUNDS\n");
		return AGENT_USAGE;
	}
	if (!pages_are_4k())
		return AGENT_REFUSED;
	die_with(0);
	for (int first = 1; first <= last; first += BLOCK) {
		struct rounds rounds = { first, first + BLOCK - 1 < last ? first + BLOCK - 1 : (int)last };

		for (size_t i = 0; i < sizeof(measurements) / sizeof(measurements[0]); i++) {
			/* What is buffered here would be printed by each child again. */
			fflush(stdout);
			run_in_child(measurements[i], &rounds);
		}
	}
	puts("end");
	if (fflush(stdout) != 0)
		refuse("stdout");
	return AGENT_OK;
}
