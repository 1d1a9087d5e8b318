/* Children of the agent that never outlive it. */
#ifndef ACCELBED_CHILD_H
#define ACCELBED_CHILD_H

#include <sys/types.h>

/* Asks the kernel for SIGKILL when the process ends that started this one, whose id was parent (0: not known). */
void die_with(pid_t parent);

/* fork whose child dies with this process. 0 in the child; refuses where fork fails. */
pid_t fork_child(void);

/* Waits for a child's end. Answers its wait status. */
int reap(pid_t child);

/* Ends a child that would not end by itself, and reaps it. */
void end_child(pid_t child);

#endif
