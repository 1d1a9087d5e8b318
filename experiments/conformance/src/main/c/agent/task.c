/* What a task of a program and a device thread do: one posted step after the other. */
#define _GNU_SOURCE
#include "agent.h"
#include "program.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STACK_BYTES = 64 * 1024, IDLE_MS = 1000 };

/* MADV_POPULATE_READ and MADV_POPULATE_WRITE, from Linux 5.14; older headers lack the names. */
enum { POPULATE_READ = 22, POPULATE_WRITE = 23 };

/* MADV_COLLAPSE, from Linux 6.1. */
enum { COLLAPSE = 25 };

/* MAP_HUGE_2MB */
enum { HUGE_2M = 21 << 26 };

struct shared *shared;

/* Stacks of what shares its mm with somebody else: vfork children and device threads. */
static char stacks[MAX_EXECUTORS][STACK_BYTES] __attribute__((aligned(64)));

static char *page(int64_t buffer, int64_t first)
{
	return BUFFER_ADDRESS(buffer) + first * PAGE_BYTES;
}

static struct answer errno_unless(int result)
{
	return result == 0 ? answer_ok() : answer_errno(errno);
}

static int protection(int64_t rights)
{
	return (rights & 1 ? PROT_READ : 0) | (rights & 2 ? PROT_WRITE : 0);
}

/* mmap BUFFER PAGES SHARED RIGHTS PAGES_OF FILE */
static struct answer do_mmap(const int64_t *arg)
{
	int file = (int)arg[5];
	int flags = (arg[2] ? MAP_SHARED : MAP_PRIVATE) | (file < 0 ? MAP_ANONYMOUS : 0) | MAP_FIXED_NOREPLACE |
		    (arg[4] == POOL_PAGES ? MAP_HUGETLB | HUGE_2M : 0);
	size_t bytes = (size_t)arg[1] * PAGE_BYTES;
	char *at = page(arg[0], 0);
	char *mapped = mmap(at, bytes, protection(arg[3]), flags, file < 0 ? -1 : FILE_FD + file, 0);

	if (mapped == MAP_FAILED)
		return answer_errno(errno);
	if (mapped != at) {
		munmap(mapped, bytes);
		return answer_errno(EEXIST);
	}
	/* Where transparent huge pages are always on, 4 KiB pages must be asked for. EINVAL: there are none at all. */
	if (arg[4] != POOL_PAGES && (arg[4] == HUGE_PAGES || shared->huge_pages_always) &&
	    madvise(at, bytes, arg[4] == HUGE_PAGES ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) != 0 && errno != EINVAL)
		return answer_errno(errno);
	return answer_ok();
}

/*
 * A page that was given to MADV_FREE, or was found by get_user_pages a second time, waits in a batch of this CPU, whose
 * reference makes a later write fault copy a page without other users. Unmapping anything drains the batches.
 */
static void drain_batches(void)
{
	void *scratch = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (scratch != MAP_FAILED)
		munmap(scratch, PAGE_BYTES);
}

/* Each page is faulted in for writing where that is allowed, else for reading; the first that cannot be ends it. */
static struct answer populate(char *start, int64_t pages)
{
	for (int64_t i = 0; i < pages; i++) {
		char *at = start + i * PAGE_BYTES;

		if (madvise(at, PAGE_BYTES, POPULATE_WRITE) == 0)
			continue;
		if (errno != EINVAL || madvise(at, PAGE_BYTES, POPULATE_READ) != 0)
			return answer_errno(errno);
	}
	return answer_ok();
}

/* madvise BUFFER FIRST PAGES ADVICE */
static struct answer do_madvise(const int64_t *arg)
{
	static const int advice[] = { MADV_DONTNEED, MADV_FREE, MADV_DONTFORK, MADV_DOFORK, MADV_WIPEONFORK,
				      MADV_KEEPONFORK, -1, MADV_REMOVE, COLLAPSE, MADV_MERGEABLE, MADV_UNMERGEABLE };
	char *at = page(arg[0], arg[1]);
	size_t bytes = (size_t)arg[2] * PAGE_BYTES;

	if (advice[arg[3]] < 0)
		return populate(at, arg[2]);
	return errno_unless(madvise(at, bytes, advice[arg[3]]));
}

static struct answer do_fork(int child)
{
	pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		task_main(child);
	return pid > 0 ? answer_ok() : answer_errno(errno);
}

static int vfork_child(void *executor)
{
	task_main((int)(intptr_t)executor);
}

/* vfork whose child has a stack of its own, since it goes on for many steps. */
static struct answer do_vfork(int child)
{
	pid_t pid = clone(vfork_child, stacks[child] + STACK_BYTES, CLONE_VM | CLONE_VFORK | SIGCHLD,
			  (void *)(intptr_t)child);

	return pid > 0 ? answer_ok() : answer_errno(errno);
}

/* How the new program knows what to map: where, how much, from which descriptor, and from which offset in it. */
struct kept {
	unsigned long start;
	unsigned long bytes;
	int fd;
	unsigned long offset;
};

static struct answer do_exec(int executor, const struct kept *kept)
{
	char number[16];
	char mapping[80];
	char *arguments[] = { "agent", "resume", number, kept == NULL ? NULL : mapping, NULL };
	char *environment[] = { NULL };

	snprintf(number, sizeof(number), "%d", executor);
	if (kept != NULL)
		snprintf(mapping, sizeof(mapping), "%lx %lx %d %lx", kept->start, kept->bytes, kept->fd, kept->offset);
	execve("/proc/self/exe", arguments, environment);
	return answer_errno(errno);
}

/* exec-keeping BUFFER PAGES: EBADF, with nothing done, unless one area of a memfd has all of it. */
static struct answer do_exec_keeping(int executor, const int64_t *arg)
{
	struct kept kept = { (unsigned long)page(arg[0], 0), (unsigned long)arg[1] * PAGE_BYTES, -1, 0 };
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];

	if (maps == NULL)
		return answer_errno(errno);
	while (kept.fd < 0 && fgets(line, sizeof(line), maps) != NULL) {
		unsigned long start;
		unsigned long end;
		unsigned long offset;
		int file;

		if (sscanf(line, "%lx-%lx %*s %lx %*s %*s /memfd:" MEMFD_NAME, &start, &end, &offset, &file) == 4 &&
		    start <= kept.start && kept.start + kept.bytes <= end) {
			kept.fd = FILE_FD + file;
			kept.offset = offset + kept.start - start;
		}
	}
	fclose(maps);
	return kept.fd < 0 ? answer_errno(EBADF) : do_exec(executor, &kept);
}

static void map_kept(const char *mapping)
{
	struct kept kept;
	void *at;

	if (sscanf(mapping, "%lx %lx %d %lx", &kept.start, &kept.bytes, &kept.fd, &kept.offset) != 4)
		refuse("exec keeping");
	at = mmap((void *)kept.start, kept.bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, kept.fd,
		  (off_t)kept.offset);
	if (at == MAP_FAILED)
		refuse("mmap");
	if (shared->huge_pages_always)
		madvise(at, kept.bytes, MADV_NOHUGEPAGE);
}

/*
 * A plain reference asked for writing faults the pages in for writing first, as FOLL_WRITE does. Before 5.14 that takes a
 * load and a store.
 */
static struct answer do_get_write(int executor, const int64_t *arg)
{
	char *start = page(arg[1], arg[2]);
	char *probe = (char *)((uintptr_t)&arg & ~(uintptr_t)(PAGE_BYTES - 1));

	if (madvise(probe, PAGE_BYTES, POPULATE_WRITE) == 0) {
		if (madvise(start, (size_t)arg[3] * PAGE_BYTES, POPULATE_WRITE) != 0)
			return answer_errno(errno == EINVAL || errno == ENOMEM ? EFAULT : errno);
		return reference_get((int)arg[0], start, (int)arg[3]);
	}
	for (int64_t i = 0; i < arg[3]; i++) {
		struct answer seen = cpu_load(executor, start + i * PAGE_BYTES);

		if (seen.kind == ANSWER_VALUE)
			seen = cpu_store(executor, start + i * PAGE_BYTES, seen.value);
		if (seen.kind != ANSWER_OK)
			return answer_errno(EFAULT);
	}
	return reference_get((int)arg[0], start, (int)arg[3]);
}

static struct answer efault_for_signal(struct answer answer)
{
	return answer.kind == ANSWER_SIGNAL ? answer_errno(EFAULT) : answer;
}

static struct answer do_copy(int executor, const int64_t *arg)
{
	for (int64_t i = 0; i < arg[4]; i++) {
		struct answer answer = cpu_load(executor, page(arg[0], arg[1] + i));

		if (answer.kind == ANSWER_VALUE)
			answer = cpu_store(executor, page(arg[2], arg[3] + i), answer.value);
		if (answer.kind != ANSWER_OK)
			return efault_for_signal(answer);
	}
	return answer_ok();
}

static int device_main(void *executor)
{
	task_main((int)(intptr_t)executor);
}

static struct answer do_open(int executor)
{
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;

	return clone(device_main, stacks[executor] + STACK_BYTES, flags, (void *)(intptr_t)executor) > 0 ?
		       answer_ok() :
		       answer_errno(errno);
}

static struct answer do_map(const int64_t *arg, char *start)
{
	switch (shared->queue_kind[arg[0]]) {
	case QUEUE_RDMA:
		return rdma_map(arg, start);
	case QUEUE_IOMMUFD:
		return iommufd_map(arg, start);
	default:
		return vfio_map(arg, start);
	}
}

static struct answer do_unmap(const int64_t *arg, char *start)
{
	switch (shared->queue_kind[arg[0]]) {
	case QUEUE_RDMA:
		return rdma_unmap(arg, start);
	case QUEUE_IOMMUFD:
		return iommufd_unmap(arg);
	default:
		return vfio_unmap(arg);
	}
}

static struct answer carry_out(int executor, const struct step *step)
{
	const int64_t *arg = step->arg;
	/* A stand-in has an executor of its own; a real device is asked by a task that has its descriptor. */
	bool real = executor < MAX_TASKS;

	switch (step->op) {
	case OP_MMAP:
		return do_mmap(arg);
	case OP_MUNMAP:
		return errno_unless(munmap(page(arg[0], arg[1]), (size_t)arg[2] * PAGE_BYTES));
	case OP_MREMAP: {
		size_t bytes = (size_t)arg[2] * PAGE_BYTES;
		void *moved = mremap(page(arg[0], 0), bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, page(arg[1], 0));

		return moved == MAP_FAILED ? answer_errno(errno) : answer_ok();
	}
	case OP_MPROTECT:
		return errno_unless(mprotect(page(arg[0], arg[1]), (size_t)arg[2] * PAGE_BYTES, protection(arg[3])));
	case OP_MADVISE:
		return do_madvise(arg);
	case OP_READ:
		return cpu_load(executor, page(arg[0], arg[1]));
	case OP_WRITE:
		return cpu_store(executor, page(arg[0], arg[1]), (uint64_t)arg[2]);
	case OP_FORK:
		return do_fork((int)arg[0]);
	case OP_VFORK:
		return do_vfork((int)arg[0]);
	case OP_EXEC:
		return do_exec(executor, NULL);
	case OP_EXEC_KEEPING:
		return do_exec_keeping(executor, arg);
	case OP_TRUNCATE:
		return errno_unless(ftruncate(FILE_FD + (int)arg[0], (off_t)arg[1] * PAGE_BYTES));
	case OP_EXIT:
		_exit(0);
	case OP_PIN:
		return reference_pin((int)arg[0], page(arg[1], arg[2]), (int)arg[3]);
	case OP_PIN_READ_ONLY:
		return reference_pin_read_only((int)arg[0], page(arg[1], arg[2]), (int)arg[3]);
	case OP_GET:
		return reference_get((int)arg[0], page(arg[1], arg[2]), (int)arg[3]);
	case OP_GET_WRITE:
		return do_get_write(executor, arg);
	case OP_UNPIN:
		return reference_drop((int)arg[0]);
	case OP_REF_READ:
		return reference_read(step->actor);
	case OP_REF_WRITE:
		return reference_write(step->actor, (uint64_t)arg[0]);
	case OP_OPEN:
		return do_open(MAX_TASKS + (int)arg[0]);
	case OP_OPEN_VFIO:
		return vfio_open(arg);
	case OP_OPEN_IOMMUFD:
		return iommufd_open(arg);
	case OP_MDEV_OPEN:
		return mdev_open(arg);
	case OP_OPEN_RDMA:
	case OP_OPEN_ODP:
		return rdma_open(arg, step->op == OP_OPEN_ODP);
	case OP_MAP:
		return do_map(arg, page(arg[1], arg[2]));
	case OP_UNMAP:
		return do_unmap(arg, page(arg[1], arg[2]));
	case OP_REREG:
		return rdma_rereg(arg, page(arg[1], arg[2]));
	case OP_RECONNECT:
		return rdma_reconnect(step->actor);
	case OP_CLOSE:
		if (real)
			return shared->queue_kind[arg[0]] == QUEUE_RDMA ? rdma_close(arg) : vfio_close(arg);
		syscall(SYS_exit, 0);
		break;
	case OP_LOAD:
		if (real)
			return vfio_load(step->actor, arg[0], arg[1]);
		return efault_for_signal(cpu_load(executor, page(arg[0], arg[1])));
	case OP_STORE:
		if (real)
			return vfio_store(step->actor, arg[0], arg[1], (uint64_t)arg[2]);
		return efault_for_signal(cpu_store(executor, page(arg[0], arg[1]), (uint64_t)arg[2]));
	case OP_COPY:
		return real ? vfio_copy(step->actor, arg) : do_copy(executor, arg);
	case OP_KILL:
	case OP_KSM:
		break;
	default:
		return uacce_task_step(executor, step);
	}
	return not_carried_out();
}

static bool batches_pages(enum op op)
{
	return op == OP_MADVISE || op == OP_PIN || op == OP_PIN_READ_ONLY || op == OP_GET || op == OP_GET_WRITE ||
	       op == OP_MAP;
}

/* Those that fault pages in for writing, as a pin with FOLL_WRITE does. */
static bool writes_page(enum op op)
{
	return op == OP_WRITE || op == OP_STORE || op == OP_COPY || op == OP_PIN || op == OP_GET_WRITE || op == OP_MAP ||
	       op == OP_REREG;
}

void task_main(int executor)
{
	struct mail *mail = &shared->mail[executor];

	mail->tid = (int32_t)syscall(SYS_gettid);
	mail->answer = answer_ok();
	mail->state = MAIL_DONE;
	mail_wake(mail);
	for (;;) {
		uint32_t state = MAIL_POSTED;

		if (!atomic_compare_exchange_strong(&mail->state, &state, MAIL_TAKEN)) {
			mail_wait_while(mail, state, IDLE_MS);
			/* Nobody posts any more: the supervisor was killed. */
			if (kill(shared->supervisor, 0) != 0 && errno == ESRCH)
				_exit(1);
			continue;
		}
		if (shared->drain_before_write && writes_page(mail->step.op))
			drain_batches();
		mail->answer = carry_out(executor, &mail->step);
		if (batches_pages(mail->step.op))
			drain_batches();
		mail->state = MAIL_DONE;
		mail_wake(mail);
	}
}

/* After execve: the mailbox came along as a descriptor, everything else is gone. */
int resume_task(int argc, char **argv)
{
	int executor = argc == 1 || argc == 2 ? atoi(argv[0]) : -1;

	if (executor < 0 || executor >= MAX_TASKS)
		return AGENT_USAGE;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, MAIL_FD, 0);
	if (shared == MAP_FAILED)
		refuse("mmap");
	if (argc == 2)
		map_kept(argv[1]);
	install_fault_handlers();
	task_main(executor);
}
