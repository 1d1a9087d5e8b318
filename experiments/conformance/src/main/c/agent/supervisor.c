/*
 * Runs programs: one after the other from stdin, each in processes of its own that are all gone before the next begins.
 *
 *	buffer B PAGES | file F PAGES | memfd F PAGES     what the program uses
 *	uacce D QUEUES                    how many queues a device of uacce has
 *	STEP ACTOR ARGUMENT...            numbers all
 *	end
 *
 * For each step it prints one line, the answer and behind it which frames lie where after the step:
 *
 *	= VALUE | ok | the name of an errno or signal | blocked | - (not carried out) | hung
 *	... TASK:BUFFER:FRAME,FRAME,... for each living task and each buffer
 *
 * and then "end". A hung step ends its program.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEP_MS = 5000, SLICE_MS = 20, CPU_SECONDS = 60 };

static const rlim_t ADDRESS_SPACE = (rlim_t)8 << 30;

/* From Linux 5.6; older headers lack the number. */
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

#define TMPFS_MAGIC_NUMBER 0x01021994

struct task {
	bool alive;
	bool in_vfork;          /* its vfork has not come back yet */
	int vfork_parent;       /* whose vfork waits for this task, or -1 */
	int pidfd;
	int pagemap;
};

/* An open file: a queue or the holder of pages. */
struct file {
	bool known;
	bool inherit;           /* survives execve */
	uint32_t holders;       /* one bit a task */
	bool real;              /* a queue with a device behind it, in place of a thread */
	int owner;              /* the task of a queue's thread, or -1 once that is gone */
	int ring;               /* this process's own descriptor of it, if it pins pages, or -1 */
	bool read_only;         /* pages that gup_test has pinned */
};

struct program {
	int steps;
	struct step step[MAX_STEPS];
	int buffer_pages[MAX_BUFFERS];
	int file_pages[MAX_FILES];
	int memfd_pages[MAX_FILES];
	int uacce_queues[MAX_UACCE_DEVICES];
};

static struct program program;
static struct task tasks[MAX_TASKS];
static struct file queues[MAX_QUEUES];
static struct file references[MAX_REFERENCES];
static const char *folder;

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool ended(const struct task *task)
{
	struct pollfd poll_for = { task->pidfd, POLLIN, 0 };

	return poll(&poll_for, 1, 0) == 1;
}

/* Waits until an executor answers; HUNG if its process died or took too long. */
static struct answer await(int executor, const struct task *task)
{
	struct mail *mail = &shared->mail[executor];

	for (int waited = 0; waited < STEP_MS; waited += SLICE_MS) {
		uint32_t state = mail->state;

		if (state == MAIL_DONE) {
			mail->state = MAIL_IDLE;
			return mail->answer;
		}
		mail_wait_while(mail, state, SLICE_MS);
		if (mail->state != MAIL_DONE && task != NULL && ended(task))
			break;
	}
	return (struct answer){ ANSWER_HUNG, 0 };
}

static void post(int executor, const struct step *step)
{
	struct mail *mail = &shared->mail[executor];

	mail->step = *step;
	mail->state = MAIL_POSTED;
	mail_wake(mail);
}

static struct answer ask(int executor, const struct task *task, const struct step *step)
{
	post(executor, step);
	return await(executor, task);
}

static void expect_arrival(int executor)
{
	shared->mail[executor].state = MAIL_TAKEN;
}

/* The task whose main thread arrived at its mailbox. */
static void enter(int number)
{
	struct task *task = &tasks[number];
	pid_t pid = shared->mail[number].tid;

	task->alive = true;
	task->in_vfork = false;
	task->vfork_parent = -1;
	task->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (task->pidfd < 0)
		refuse("pidfd_open, which is there from Linux 5.3");
	task->pagemap = frames_open(pid);
}

/* Waits for a process to be gone: its mm and its files are then gone too. */
static bool await_end(const struct task *task)
{
	struct pollfd poll_for = { task->pidfd, POLLIN, 0 };

	return poll(&poll_for, 1, STEP_MS) == 1;
}

/*
 * Nobody holds it any more. The end of a ring is a kernel worker's matter, and what says when that is done differs (VmPin counts its pages
 * up to 7.1, and not those of root on 7.2), so the buffers are unregistered here, which is done when the call returns.
 */
static void end_pin(struct file *reference)
{
	if (reference->ring < 0)
		return;
	syscall(SYS_io_uring_register, reference->ring, IORING_UNREGISTER_BUFFERS, NULL, 0);
	close_if_open(&reference->ring);
}

/* A task closes its files: all of them at its end, those without inherit at execve. */
static void drop_files(int number, bool at_exec)
{
	uint32_t bit = UINT32_C(1) << number;

	for (int i = 0; i < MAX_QUEUES; i++) {
		if (!(at_exec && queues[i].inherit))
			queues[i].holders &= ~bit;
		if (queues[i].owner == number)
			queues[i].owner = -1;
	}
	for (int i = 0; i < MAX_REFERENCES; i++) {
		references[i].holders &= ~bit;
		if (references[i].holders == 0)
			end_pin(&references[i]);
	}
}

static void share_files(int from, int to)
{
	for (int i = 0; i < MAX_QUEUES; i++)
		queues[i].holders |= (queues[i].holders >> from & 1) << to;
	for (int i = 0; i < MAX_REFERENCES; i++)
		references[i].holders |= (references[i].holders >> from & 1) << to;
}

/* The parent of a vfork comes back once its child has left the address space. */
static bool release_parent(int child)
{
	int parent = tasks[child].vfork_parent;

	tasks[child].vfork_parent = -1;
	if (parent < 0 || !tasks[parent].alive || !tasks[parent].in_vfork)
		return true;
	tasks[parent].in_vfork = false;
	return await(parent, &tasks[parent]).kind != ANSWER_HUNG;
}

static struct answer hung(void)
{
	return (struct answer){ ANSWER_HUNG, 0 };
}

static struct answer bury(int number)
{
	struct task *task = &tasks[number];

	if (!await_end(task))
		return hung();
	task->alive = false;
	close_if_open(&task->pidfd);
	close_if_open(&task->pagemap);
	drop_files(number, false);
	return release_parent(number) ? answer_ok() : hung();
}

static struct answer run_fork(const struct step *step)
{
	int parent = step->actor;
	int child = (int)step->arg[0];
	struct answer answer;

	expect_arrival(child);
	answer = ask(parent, &tasks[parent], step);
	if (answer.kind != ANSWER_OK)
		return answer;
	if (await(child, NULL).kind == ANSWER_HUNG)
		return hung();
	enter(child);
	share_files(parent, child);
	return answer;
}

/* The child arrives while the parent is still inside vfork; only a vfork that failed answers. */
static struct answer run_vfork(const struct step *step)
{
	int parent = step->actor;
	int child = (int)step->arg[0];
	struct mail *arriving = &shared->mail[child];

	expect_arrival(child);
	post(parent, step);
	for (int waited = 0; waited < STEP_MS; waited += SLICE_MS) {
		if (arriving->state == MAIL_DONE) {
			arriving->state = MAIL_IDLE;
			enter(child);
			share_files(parent, child);
			tasks[child].vfork_parent = parent;
			tasks[parent].in_vfork = true;
			return answer_ok();
		}
		if (shared->mail[parent].state == MAIL_DONE)
			return await(parent, &tasks[parent]);
		mail_wait_while(arriving, MAIL_TAKEN, SLICE_MS);
	}
	return hung();
}

static struct answer run_exec(const struct step *step)
{
	int number = step->actor;
	struct task *task = &tasks[number];
	struct answer answer = ask(number, task, step);

	if (answer.kind != ANSWER_OK)
		return answer;
	close_if_open(&task->pagemap);
	task->pagemap = frames_open(shared->mail[number].tid);
	drop_files(number, true);
	return release_parent(number) ? answer : hung();
}

/* gup_test has one pin, which goes with the first of its files that is closed: with one that failed, too. */
static bool gup_test_is_busy(void)
{
	for (int i = 0; i < MAX_REFERENCES; i++)
		if (references[i].read_only && references[i].holders != 0)
			return true;
	return false;
}

static struct answer run_take(const struct step *step)
{
	struct file *reference = &references[step->arg[0]];
	struct answer answer;

	if (step->op == OP_PIN_READ_ONLY && gup_test_is_busy())
		return not_carried_out();
	answer = ask(step->actor, &tasks[step->actor], step);
	if (answer.kind != ANSWER_OK)
		return answer;
	reference->known = true;
	reference->read_only = step->op == OP_PIN_READ_ONLY;
	reference->holders = UINT32_C(1) << step->actor;
	if (step->op != OP_PIN)
		return answer;
	close_if_open(&reference->ring);
	reference->ring = (int)syscall(SYS_pidfd_getfd, tasks[step->actor].pidfd, REFERENCE_FD + (int)step->arg[0], 0);
	return reference->ring < 0 ? not_carried_out() : answer;
}

static struct answer run_unpin(const struct step *step)
{
	struct file *reference = &references[step->arg[0]];
	uint32_t bit = UINT32_C(1) << step->actor;
	struct answer answer;

	if ((reference->holders & bit) == 0)
		return answer_errno(EBADF);
	reference->holders &= ~bit;
	answer = ask(step->actor, &tasks[step->actor], step);
	if (reference->holders == 0)
		end_pin(reference);
	return answer;
}

/* Any holder of the file can do it. */
static struct answer ask_holder(const struct file *file, const struct step *step)
{
	for (int i = 0; i < MAX_TASKS; i++)
		if ((file->holders >> i & 1) != 0 && tasks[i].alive && !tasks[i].in_vfork)
			return ask(i, &tasks[i], step);
	return not_carried_out();
}

/* open QUEUE INHERIT: the queue's thread starts in the opener's mm. */
static struct answer run_open(const struct step *step)
{
	int number = (int)step->arg[0];
	struct file *queue = &queues[number];
	struct answer answer;

	expect_arrival(MAX_TASKS + number);
	answer = ask(step->actor, &tasks[step->actor], step);
	if (answer.kind != ANSWER_OK)
		return answer;
	queue->known = true;
	queue->inherit = step->arg[1] != 0;
	queue->holders = UINT32_C(1) << step->actor;
	queue->owner = step->actor;
	return await(MAX_TASKS + number, &tasks[step->actor]);
}

/* open-vfio QUEUE INHERIT WITH, and open-iommufd the same */
static struct answer run_open_real(const struct step *step, enum queue_kind kind)
{
	struct file *queue = &queues[step->arg[0]];
	struct answer answer;

	shared->queue_kind[step->arg[0]] = kind;
	answer = ask(step->actor, &tasks[step->actor], step);
	if (answer.kind == ANSWER_OK)
		*queue = (struct file){ .known = true, .real = true, .inherit = step->arg[1] != 0, .owner = -1,
					.holders = UINT32_C(1) << step->actor };
	return answer;
}

/* open-rdma-pinned QUEUE INHERIT WITH, and open-odp the same */
static struct answer run_open_rdma(const struct step *step)
{
	int number = (int)step->arg[0];
	struct answer answer;

	/* What goes wrong with the peer is no answer of the kernel to the step. */
	if (rdma_make_peer(number) != 0)
		return not_carried_out();
	answer = run_open_real(step, QUEUE_RDMA);
	return answer.kind == ANSWER_OK && rdma_connect_peer(number) != 0 ? not_carried_out() : answer;
}

/* A queue that a refused access left in error is brought back by who has it; the connection is a new one. */
static struct answer run_rdma(const struct step *step)
{
	const struct file *queue = &queues[step->actor];
	struct step reconnect = { .op = OP_RECONNECT, .actor = step->actor };

	if (queue->holders == 0 || !shared->rdma[step->actor].live)
		return not_carried_out();
	if (shared->rdma[step->actor].broken) {
		struct answer back;

		if (rdma_make_peer(step->actor) != 0)
			return not_carried_out();
		back = ask_holder(queue, &reconnect);
		if (back.kind == ANSWER_OK && rdma_connect_peer(step->actor) != 0)
			return not_carried_out();
		if (back.kind != ANSWER_OK)
			return back;
		shared->rdma[step->actor].broken = false;
	}
	return rdma_access(step);
}

static struct answer run_close(const struct step *step)
{
	int number = (int)step->arg[0];
	struct file *queue = &queues[number];
	uint32_t bit = UINT32_C(1) << step->actor;

	if (queue->real) {
		queue->holders &= ~bit;
		return ask(step->actor, &tasks[step->actor], step);
	}
	if ((queue->holders & bit) == 0)
		return answer_errno(EBADF);
	queue->holders &= ~bit;
	if (queue->holders == 0 && queue->owner >= 0) {
		struct step quit = *step;

		quit.op = OP_CLOSE;
		queue->owner = -1;
		post(MAX_TASKS + number, &quit);
	}
	return answer_ok();
}

/* A queue whose process is gone, or that was closed, has nobody here to stand in for it. */
static struct answer run_device(const struct step *step)
{
	struct file *queue = &queues[step->actor];

	if (shared->queue_kind[step->actor] == QUEUE_RDMA)
		return run_rdma(step);
	if (queue->real)
		return ask_holder(queue, step);
	if (queue->owner < 0 || queue->holders == 0)
		return not_carried_out();
	return ask(MAX_TASKS + step->actor, &tasks[queue->owner], step);
}

/* The doorbell and the ring are the process's, the job the device's. */
static struct answer run_submit(const struct step *step)
{
	for (int region = 1; region >= 0; region--) {
		struct step touch = { .op = OP_UACCE_TOUCH, .actor = step->actor, .arg = { step->arg[0], region } };
		struct answer answer = ask(step->actor, &tasks[step->actor], &touch);

		if (answer.kind != ANSWER_OK)
			return answer;
	}
	return uacce_device_step(step);
}

static struct answer run_task_step(const struct step *step)
{
	struct task *task = &tasks[step->actor];

	if (!task->alive)
		return answer_errno(ESRCH);
	if (step->op == OP_KILL) {
		if (syscall(SYS_pidfd_send_signal, task->pidfd, SIGKILL, NULL, 0) != 0)
			return answer_errno(errno);
		return bury(step->actor);
	}
	if (task->in_vfork)
		return (struct answer){ ANSWER_BLOCKED, 0 };
	switch (step->op) {
	case OP_FORK:
		return run_fork(step);
	case OP_VFORK:
		return run_vfork(step);
	case OP_EXEC:
	case OP_EXEC_KEEPING:
		return run_exec(step);
	case OP_EXIT:
		post(step->actor, step);
		return bury(step->actor);
	case OP_PIN:
	case OP_PIN_READ_ONLY:
	case OP_GET:
	case OP_GET_WRITE:
		return run_take(step);
	case OP_UNPIN:
		return run_unpin(step);
	case OP_OPEN:
		return run_open(step);
	case OP_OPEN_VFIO:
		return run_open_real(step, QUEUE_VFIO);
	case OP_MDEV_OPEN:
		return run_open_real(step, QUEUE_VFIO);
	case OP_OPEN_IOMMUFD:
		return run_open_real(step, QUEUE_IOMMUFD);
	case OP_OPEN_RDMA:
	case OP_OPEN_ODP:
		return run_open_rdma(step);
	case OP_CLOSE:
		return run_close(step);
	case OP_UACCE_SUBMIT_READ:
	case OP_UACCE_SUBMIT_WRITE:
		return run_submit(step);
	default:
		return ask(step->actor, task, step);
	}
}

static struct answer run_step(const struct step *step)
{
	switch (step->op) {
	case OP_KSM:
		return ksm_run() ? answer_ok() : hung();
	case OP_REF_READ:
	case OP_REF_WRITE:
		return ask_holder(&references[step->actor], step);
	case OP_LOAD:
	case OP_STORE:
	case OP_COPY:
		return run_device(step);
	case OP_UACCE_LOAD:
	case OP_UACCE_STORE:
	case OP_UACCE_COPY:
	case OP_UACCE_UNPLUG:
		return uacce_device_step(step);
	case OP_MDEV_CREATE:
		return mdev_create(step->actor);
	case OP_MDEV_REMOVE:
		return mdev_remove(step->actor);
	default:
		return run_task_step(step);
	}
}

static void print_answer(struct answer answer)
{
	const char *name;

	switch (answer.kind) {
	case ANSWER_OK:
		printf("ok");
		break;
	case ANSWER_VALUE:
		printf("= %" PRId64, (int64_t)answer.value);
		break;
	case ANSWER_ERRNO:
		name = errno_name((int)answer.value);
		if (name == NULL) {
			fprintf(stderr, "an unknown error number: %" PRIu64 "\n", answer.value);
			exit(AGENT_REFUSED);
		}
		printf("%s", name);
		break;
	case ANSWER_SIGNAL:
		printf("%s", answer.value == SIGBUS ? "SIGBUS" : "SIGSEGV");
		break;
	case ANSWER_BLOCKED:
		printf("blocked");
		break;
	case ANSWER_NOT_CARRIED_OUT:
		printf("-");
		break;
	case ANSWER_HUNG:
		printf("hung");
		break;
	}
}

static void print_frames(void)
{
	for (int t = 0; t < MAX_TASKS; t++) {
		if (!tasks[t].alive || tasks[t].pagemap < 0)
			continue;
		for (int b = 0; b < MAX_BUFFERS; b++) {
			if (program.buffer_pages[b] == 0)
				continue;
			printf(" %d:%d:", t, b);
			frames_print(tasks[t].pagemap, b, program.buffer_pages[b]);
		}
	}
}

static void keep_file(int fd, int number, int pages, const char *what)
{
	if (fd < 0 || ftruncate(fd, (off_t)pages * PAGE_BYTES) != 0 || dup2(fd, FILE_FD + number) < 0)
		refuse(what);
	close(fd);
}

/* A file without a name on a real file system, at the same descriptor in every task. */
static void open_file(int number, int pages)
{
	int fd = open(folder, O_TMPFILE | O_RDWR, 0600);

	if (fd < 0) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/accelbed-file-XXXXXX", folder);
		fd = mkstemp(path);
		if (fd >= 0)
			unlink(path);
	}
	keep_file(fd, number, pages, folder);
}

static void open_memfd(int number, int pages)
{
	char name[32];

	snprintf(name, sizeof(name), MEMFD_NAME, number);
	keep_file((int)syscall(SYS_memfd_create, name, 0), number, pages, "memfd_create");
}

static void limit(int resource, rlim_t value)
{
	struct rlimit now;

	if (getrlimit(resource, &now) != 0)
		return;
	if (now.rlim_max == RLIM_INFINITY || now.rlim_max > value)
		now.rlim_max = value;
	now.rlim_cur = now.rlim_max;
	setrlimit(resource, &now);
}

/* The first task: bounded, and gone with the supervisor. Its children inherit the bounds. */
static void first_task(void)
{
	int null = open("/dev/null", O_RDWR);
	int oom = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	limit(RLIMIT_AS, ADDRESS_SPACE);
	limit(RLIMIT_CPU, CPU_SECONDS);
	limit(RLIMIT_CORE, 0);
	if (oom >= 0) {
		if (write(oom, "1000", 4) != 4)
			errno = 0;
		close(oom);
	}
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
		_exit(1);
	if (null > STDERR_FILENO)
		close(null);
	install_fault_handlers();
	task_main(0);
}

static void start(void)
{
	memset(shared->mail, 0, sizeof(shared->mail));
	memset(queues, 0, sizeof(queues));
	memset(shared->queue_kind, 0, sizeof(shared->queue_kind));
	rdma_start_program();
	memset(references, 0, sizeof(references));
	for (int i = 0; i < MAX_REFERENCES; i++)
		references[i].ring = -1;
	for (int i = 0; i < MAX_QUEUES; i++)
		queues[i].owner = -1;
	for (int i = 0; i < MAX_TASKS; i++)
		tasks[i] = (struct task){ .vfork_parent = -1, .pidfd = -1, .pagemap = -1 };
	for (int i = 0; i < MAX_FILES; i++)
		if (program.file_pages[i] > 0)
			open_file(i, program.file_pages[i]);
	for (int i = 0; i < MAX_FILES; i++)
		if (program.memfd_pages[i] > 0)
			open_memfd(i, program.memfd_pages[i]);
	uacce_start_program(program.uacce_queues);
	expect_arrival(0);
	fflush(stdout);
	if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0)
		first_task();
	if (await(0, NULL).kind == ANSWER_HUNG)
		refuse("fork");
	enter(0);
}

/* Ends every task, orphans included, which come to this process as their subreaper. */
static void finish(void)
{
	for (int i = 0; i < MAX_TASKS; i++) {
		if (tasks[i].pidfd >= 0)
			syscall(SYS_pidfd_send_signal, tasks[i].pidfd, SIGKILL, NULL, 0);
		close_if_open(&tasks[i].pidfd);
		close_if_open(&tasks[i].pagemap);
	}
	while (waitpid(-1, NULL, 0) >= 0 || errno == EINTR)
		;
	rdma_end_program();
	mdev_end_program();
	for (int i = 0; i < MAX_REFERENCES; i++)
		end_pin(&references[i]);
	for (int i = 0; i < MAX_FILES; i++)
		if (program.file_pages[i] > 0 || program.memfd_pages[i] > 0)
			close(FILE_FD + i);
}

static void run_program(void)
{
	start();
	for (int i = 0; i < program.steps; i++) {
		struct answer answer = run_step(&program.step[i]);

		print_answer(answer);
		if (answer.kind == ANSWER_HUNG) {
			putchar('\n');
			break;
		}
		print_frames();
		putchar('\n');
	}
	finish();
	printf("end\n");
	fflush(stdout);
}

static const struct {
	const char *name;
	enum op op;
	int arguments;
	int actors;
} OPERATIONS[] = {
	{ "mmap", OP_MMAP, 6, MAX_TASKS },          { "munmap", OP_MUNMAP, 3, MAX_TASKS },
	{ "mremap", OP_MREMAP, 3, MAX_TASKS },      { "mprotect", OP_MPROTECT, 4, MAX_TASKS },
	{ "madvise", OP_MADVISE, 4, MAX_TASKS },    { "read", OP_READ, 2, MAX_TASKS },
	{ "write", OP_WRITE, 3, MAX_TASKS },        { "fork", OP_FORK, 1, MAX_TASKS },
	{ "vfork", OP_VFORK, 1, MAX_TASKS },        { "exec", OP_EXEC, 0, MAX_TASKS },
	{ "exit", OP_EXIT, 0, MAX_TASKS },          { "kill", OP_KILL, 0, MAX_TASKS },
	{ "pin", OP_PIN, 4, MAX_TASKS },            { "get", OP_GET, 4, MAX_TASKS },
	{ "get-write", OP_GET_WRITE, 4, MAX_TASKS }, { "unpin", OP_UNPIN, 1, MAX_TASKS },
	{ "pin-read-only", OP_PIN_READ_ONLY, 4, MAX_TASKS },
	{ "open", OP_OPEN, 2, MAX_TASKS },          { "close", OP_CLOSE, 2, MAX_TASKS },
	{ "ref-read", OP_REF_READ, 0, MAX_REFERENCES }, { "ref-write", OP_REF_WRITE, 1, MAX_REFERENCES },
	{ "load", OP_LOAD, 2, MAX_QUEUES },         { "store", OP_STORE, 3, MAX_QUEUES },
	{ "copy", OP_COPY, 5, MAX_QUEUES },         { "truncate", OP_TRUNCATE, 2, MAX_TASKS },
	{ "exec-keeping", OP_EXEC_KEEPING, 2, MAX_TASKS }, { "open-vfio", OP_OPEN_VFIO, 3, MAX_TASKS },
	{ "open-iommufd", OP_OPEN_IOMMUFD, 3, MAX_TASKS },
	{ "map", OP_MAP, 7, MAX_TASKS },            { "unmap", OP_UNMAP, 5, MAX_TASKS },
	{ "ksm", OP_KSM, 0, MAX_TASKS },
	{ "uacce-open", OP_UACCE_OPEN, 4, MAX_TASKS }, { "uacce-close", OP_UACCE_CLOSE, 2, MAX_TASKS },
	{ "uacce-dup", OP_UACCE_DUP, 2, MAX_TASKS }, { "uacce-start", OP_UACCE_START, 1, MAX_TASKS },
	{ "uacce-put", OP_UACCE_PUT, 1, MAX_TASKS }, { "uacce-ioctl", OP_UACCE_IOCTL, 1, MAX_TASKS },
	{ "uacce-poll", OP_UACCE_POLL, 2, MAX_TASKS }, { "uacce-region", OP_UACCE_REGION, 2, MAX_TASKS },
	{ "uacce-unregion", OP_UACCE_UNREGION, 2, MAX_TASKS }, { "uacce-mremap", OP_UACCE_MREMAP, 2, MAX_TASKS },
	{ "uacce-touch", OP_UACCE_TOUCH, 2, MAX_TASKS }, { "uacce-load", OP_UACCE_LOAD, 2, MAX_QUEUES },
	{ "uacce-store", OP_UACCE_STORE, 3, MAX_QUEUES }, { "uacce-copy", OP_UACCE_COPY, 5, MAX_QUEUES },
	{ "uacce-submit-read", OP_UACCE_SUBMIT_READ, 3, MAX_TASKS },
	{ "uacce-submit-write", OP_UACCE_SUBMIT_WRITE, 4, MAX_TASKS },
	{ "uacce-unplug", OP_UACCE_UNPLUG, 0, MAX_UACCE_DEVICES },
	{ "mdev-create", OP_MDEV_CREATE, 0, MAX_QUEUES }, { "mdev-remove", OP_MDEV_REMOVE, 0, MAX_QUEUES },
	{ "mdev-open", OP_MDEV_OPEN, 3, MAX_TASKS },
	{ "open-rdma-pinned", OP_OPEN_RDMA, 3, MAX_TASKS }, { "open-odp", OP_OPEN_ODP, 3, MAX_TASKS },
	{ "rereg", OP_REREG, 5, MAX_TASKS },
};

static int bad_input(const char *line)
{
	fprintf(stderr, "malformed program: %s", line);
	return AGENT_USAGE;
}

/* Reads "STEP ACTOR ARGUMENT..." into the next step; false if it is none. */
static bool read_step(const char *line)
{
	struct step *step = &program.step[program.steps];
	char name[32];
	int used = 0;

	if (program.steps == MAX_STEPS || sscanf(line, "%31s %d%n", name, &step->actor, &used) != 2)
		return false;
	for (size_t i = 0; i < sizeof(OPERATIONS) / sizeof(OPERATIONS[0]); i++) {
		if (strcmp(name, OPERATIONS[i].name) != 0)
			continue;
		if (step->actor < 0 || step->actor >= OPERATIONS[i].actors)
			return false;
		step->op = OPERATIONS[i].op;
		memset(step->arg, 0, sizeof(step->arg));
		for (int a = 0; a < OPERATIONS[i].arguments; a++) {
			int more = 0;

			if (sscanf(line + used, "%" SCNd64 "%n", &step->arg[a], &more) != 1)
				return false;
			used += more;
		}
		program.steps++;
		return true;
	}
	return false;
}

static bool read_size(const char *line, const char *word, int *sizes, int limit_of_numbers)
{
	char name[16];
	int number;
	int pages;

	if (sscanf(line, "%15s %d %d", name, &number, &pages) != 3 || strcmp(name, word) != 0)
		return false;
	if (number < 0 || number >= limit_of_numbers || pages < 1 || pages > MAX_PAGES)
		return false;
	sizes[number] = pages;
	return true;
}

static bool files_take_holes(void)
{
	int fd = open(folder, O_TMPFILE | O_RDWR, 0600);
	bool taken = fd >= 0 && ftruncate(fd, PAGE_BYTES) == 0 &&
		     fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE_BYTES) == 0;

	close_if_open(&fd);
	return taken;
}

static long pool_count(const char *name)
{
	char path[96];
	long count = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/kernel/mm/hugepages/hugepages-2048kB/%s", name);
	file = fopen(path, "re");
	if (file == NULL)
		return 0;
	if (fscanf(file, "%ld", &count) != 1)
		count = 0;
	fclose(file);
	return count;
}

/* Huge pages of 2 MiB in the pool that nobody uses or has a claim on. */
static long pool_pages(void)
{
	return pool_count("free_hugepages") - pool_count("resv_hugepages");
}

static void print_abilities(void)
{
	const char *refused = reference_pin_refused();
	const char *ksm = ksm_refused();
	struct statfs of_folder;
	char thp[64] = "";
	FILE *enabled = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "re");
	struct utsname kernel;
	bool on_demand;

	if (enabled != NULL) {
		if (fgets(thp, sizeof(thp), enabled) == NULL)
			thp[0] = '\0';
		fclose(enabled);
	}
	shared->huge_pages_always = strstr(thp, "[always]") != NULL;
	if (uname(&kernel) == 0) {
		int major = 0;
		int minor = 0;

		printf("release %s\nversion %s\n", kernel.release, kernel.version);
		sscanf(kernel.release, "%d.%d", &major, &minor);
		shared->drain_before_write = major < 5 || (major == 5 && minor < 18);
	}
	printf("frames %s\n", frames_visible() ? "yes" : "no");
	printf("zero %s\n", frames_zero_page() ? "yes" : "no");
	printf("pins %s\n", refused == NULL ? "yes" : refused);
	printf("read-only-pins %s\n", reference_pins_read_only() ? "yes" : "no");
	printf("huge %s\n", strstr(thp, "[always]") != NULL || strstr(thp, "[madvise]") != NULL ? "yes" : "no");
	printf("files %s\n",
	       statfs(folder, &of_folder) == 0 && of_folder.f_type == TMPFS_MAGIC_NUMBER ? "tmpfs" : "yes");
	printf("holes %s\n", files_take_holes() ? "yes" : "no");
	printf("ksm %s\n", ksm == NULL ? "yes" : ksm);
	printf("pool %ld\n", pool_pages());
	printf("vfio %d\n", vfio_find_devices());
	printf("iommufd %s\n", iommufd_there() ? "yes" : "no");
	printf("uacce %d\n", uacce_find_devices());
	printf("mdevs %d\n", mdev_find_devices());
	printf("rdma %d\n", rdma_find_devices(&on_demand));
	printf("odp %s\n", on_demand ? "yes" : "no");
	printf("ready\n");
	fflush(stdout);
}

/*
 * All tasks on one CPU. A new page waits in the batch of the CPU that made it before it goes to the LRU, and the batch holds a
 * reference: another CPU's write fault would copy a page that has no other user.
 */
static void stay_on_one_cpu(void)
{
	cpu_set_t one;
	int cpu = sched_getcpu();

	if (cpu < 0)
		return;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static void prepare(void)
{
	int fd = (int)syscall(SYS_memfd_create, "accelbed", 0);

	if (sysconf(_SC_PAGESIZE) != PAGE_BYTES) {
		errno = EOPNOTSUPP;
		refuse("pages are not of 4 KiB");
	}
	if (fd < 0 || ftruncate(fd, sizeof(*shared)) != 0 || dup2(fd, MAIL_FD) < 0)
		refuse("memfd_create");
	if (fd != MAIL_FD)
		close(fd);
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, MAIL_FD, 0);
	if (shared == MAP_FAILED)
		refuse("mmap");
	shared->supervisor = getpid();
	/* Whoever dies is gone at once and nobody has to wait for it; orphans come here. */
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
		refuse("prctl");
	stay_on_one_cpu();
	frames_start();
}

/* run FOLDER: where files are put */
int run_programs(int argc, char **argv)
{
	char line[256];

	if (argc != 1)
		return AGENT_USAGE;
	folder = argv[0];
	prepare();
	print_abilities();
	while (fgets(line, sizeof(line), stdin) != NULL) {
		if (strcmp(line, "end\n") == 0) {
			run_program();
			memset(&program, 0, sizeof(program));
		} else if (!read_size(line, "buffer", program.buffer_pages, MAX_BUFFERS) &&
			   !read_size(line, "file", program.file_pages, MAX_FILES) &&
			   !read_size(line, "memfd", program.memfd_pages, MAX_FILES) &&
			   !read_size(line, "uacce", program.uacce_queues, MAX_UACCE_DEVICES) && !read_step(line)) {
			return bad_input(line);
		}
	}
	return AGENT_OK;
}
