/* Lets the kernel's ksmd come by all mergeable memory, and leaves its settings as they were. */
#define _GNU_SOURCE
#include "agent.h"
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * A page is looked at, found unchanged, found to be like another, and merged with a third: that many rounds, and one in which ksmd
 * may have been already.
 */
enum { ROUNDS = 4, PATIENCE_MS = 5000, LOCK_PATIENCE_MS = 2000 };

/* In the order in which they are set; a kernel before 6.7 has no smart_scan, which skips what was not merged before. */
static const struct {
	const char *name;
	const char *value;
} SETTINGS[] = {
	{ "smart_scan", "0" },
	{ "use_zero_pages", "0" },
	{ "sleep_millisecs", "0" },
	{ "pages_to_scan", "100000" },
	{ "run", "1" },
};

enum { COUNT = sizeof(SETTINGS) / sizeof(SETTINGS[0]), TEXT = 32 };

/* What the settings were, while they are not; the keeper sees it, too. */
static struct {
	bool changed;
	bool known[COUNT];
	char before[COUNT][TEXT];
} *saved;

static FILE *setting(const char *name, const char *mode)
{
	char path[96];

	snprintf(path, sizeof(path), "/sys/kernel/mm/ksm/%s", name);
	return fopen(path, mode);
}

static bool get(const char *name, char *text)
{
	FILE *file = setting(name, "re");
	bool read = file != NULL && fgets(text, TEXT, file) != NULL;

	if (file != NULL)
		fclose(file);
	return read;
}

static bool set(const char *name, const char *text)
{
	FILE *file = setting(name, "we");
	bool written = file != NULL && fputs(text, file) >= 0;

	return file != NULL && fclose(file) == 0 && written;
}

static long number(const char *name)
{
	char text[TEXT];
	long value = -1;

	return get(name, text) && sscanf(text, "%ld", &value) == 1 ? value : -1;
}

/* Stopping ksmd waits for the round that is under way. */
static bool give_back(void)
{
	bool stopped = set("run", "0");

	for (int i = 0; i < COUNT; i++)
		if (saved->known[i])
			set(SETTINGS[i].name, saved->before[i]);
	saved->changed = false;
	return stopped;
}

bool ksm_run(void)
{
	long start = number("full_scans");
	bool done = false;

	for (int i = 0; i < COUNT; i++)
		saved->known[i] = get(SETTINGS[i].name, saved->before[i]);
	saved->changed = true;
	for (int i = 0; i < COUNT; i++)
		if (saved->known[i])
			set(SETTINGS[i].name, SETTINGS[i].value);
	for (int waited = 0; waited < PATIENCE_MS && !done; waited++) {
		done = number("full_scans") >= start + ROUNDS;
		if (!done)
			usleep(1000);
	}
	return give_back() && done;
}

/*
 * One comparison at a time: ksmd is one for the whole machine. The lock lies on ksmd's own switch, so that nothing stays behind. An
 * agent that was killed a moment ago may still be giving the settings back.
 */
static bool lock(void)
{
	int run = open("/sys/kernel/mm/ksm/run", O_RDWR | O_CLOEXEC);

	for (int waited = 0; run >= 0 && waited < LOCK_PATIENCE_MS; waited++) {
		if (flock(run, LOCK_EX | LOCK_NB) == 0)
			return true;
		usleep(1000);
	}
	if (run >= 0)
		close(run);
	return false;
}

/*
 * However the agent ends, by SIGKILL as well, somebody gives the settings back: this process waits for the end of the pipe, which
 * comes once the agent and all its tasks are gone. It has no signal at its end, so that who waits for all children does not see it.
 */
static bool start_keeper(void)
{
	int alive[2];
	char byte;
	long keeper;

	saved = mmap(NULL, sizeof(*saved), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (saved == MAP_FAILED || pipe2(alive, O_CLOEXEC) != 0)
		return false;
	keeper = syscall(SYS_clone, 0, 0, 0, 0, 0);
	if (keeper != 0) {
		close(alive[0]);
		return keeper > 0;
	}
	setsid();
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		close(fd);
	close(alive[1]);
	while (read(alive[0], &byte, 1) < 0 && errno == EINTR)
		;
	if (saved->changed)
		give_back();
	_exit(0);
}

/* ksmd sleeps while no process has mergeable memory; this one always has, a page that is like no other. */
static bool keep_awake(void)
{
	char *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return false;
	memset(page, 0xA5, PAGE_BYTES);
	return madvise(page, PAGE_BYTES, MADV_DONTFORK) == 0 && madvise(page, PAGE_BYTES, MADV_MERGEABLE) == 0;
}

/* Pages that ksmd knows; it forgets those of processes that are gone as it comes by. */
static long known_pages(void)
{
	return number("pages_shared") + number("pages_sharing") + number("pages_unshared") + number("pages_volatile");
}

const char *ksm_refused(void)
{
	if (access("/sys/kernel/mm/ksm/run", W_OK) != 0)
		return "this kernel has none, or it may not be started";
	if (!lock())
		return "another comparison uses ksmd";
	if (number("run") == 1)
		return "ksmd runs for others";
	if (!start_keeper() || !keep_awake())
		return "no memory can be made mergeable";
	if (!ksm_run())
		return "ksmd does not come round";
	return known_pages() == 1 ? NULL : "others have mergeable memory";
}
