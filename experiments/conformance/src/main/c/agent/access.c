/*
 * Loads and stores whose SIGSEGV or SIGBUS is an answer. Executors of one mm may share their thread-local storage (a
 * vfork child has its parent's), so the handler finds its executor by thread id.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "program.h"

#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static sigjmp_buf recovery[MAX_EXECUTORS];
static volatile bool accessing[MAX_EXECUTORS];

static void on_fault(int signal_number)
{
	pid_t tid = (pid_t)syscall(SYS_gettid);

	for (int i = 0; i < MAX_EXECUTORS; i++) {
		if (shared->mail[i].tid == tid && accessing[i]) {
			accessing[i] = false;
			siglongjmp(recovery[i], signal_number);
		}
	}
	/* A fault of the agent's own. */
	signal(signal_number, SIG_DFL);
}

void install_fault_handlers(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_fault;
	action.sa_flags = SA_NODEFER;
	if (sigaction(SIGSEGV, &action, NULL) != 0 || sigaction(SIGBUS, &action, NULL) != 0)
		refuse("sigaction");
}

struct answer cpu_load(int executor, const char *at)
{
	int signal_number = sigsetjmp(recovery[executor], 0);
	uint64_t value;

	if (signal_number != 0)
		return (struct answer){ ANSWER_SIGNAL, (uint64_t)signal_number };
	accessing[executor] = true;
	value = *(const volatile uint64_t *)at;
	accessing[executor] = false;
	return answer_value(value);
}

struct answer cpu_store(int executor, char *at, uint64_t value)
{
	int signal_number = sigsetjmp(recovery[executor], 0);

	if (signal_number != 0)
		return (struct answer){ ANSWER_SIGNAL, (uint64_t)signal_number };
	accessing[executor] = true;
	*(volatile uint64_t *)at = value;
	accessing[executor] = false;
	return answer_ok();
}
