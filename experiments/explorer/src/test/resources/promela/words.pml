/*
 * What all models share: the values that registers take, the versions, and how an outcome is told.
 *
 * Parameters (spin -a -DKERNEL=517 -DBACKEND=ODP ...):
 *   KERNEL    420, 508, 517, 605, 606, 618: mainline's .0 of that number
 *   BACKEND   UACCE, VFIO or ODP
 */

#define UACCE 1
#define VFIO  2
#define ODP   3

#ifndef KERNEL
#define KERNEL 618
#endif
#ifndef BACKEND
#define BACKEND ODP
#endif

/* Eras (mm, eras): when a write to a shared page copies it, and what fork does to a pinned one. */
#if KERNEL <= 507
#define ERA 1
#elif KERNEL == 508
#define ERA 2
#elif KERNEL <= 518
#define ERA 3
#else
#define ERA 4 /* E5 differs from E4 only in read-only long-term pins, which no model here takes. */
#endif

/* Values of memory and answers of steps, as the registers hold them. */
#define ZERO_VALUE 0
#define OLD        1
#define NEW        2
#define CHILD      3
#define ANOTHERS   4
#define DATA       5
#define EFAULT     6
#define EIO        7
#define OK         8
#define STALLED    9

c_decl {
    static const char *word[] = {"0", "old", "new", "child", "another's", "data", "EFAULT", "EIO", "ok", "stalled"};

    /*
     * Prints an outcome. Answers 1 if the environment lists the outcomes that are allowed, one a line, and this is none of them.
     * The models assert that this never happens, which is a second way, with pan's own verdict, to see that an outcome is
     * reached (leave it out of the list and pan finds an error) and that there is no other (list all and it finds none).
     */
    static int tell(const char *outcome) {
        const char *allowed = getenv("ALLOWED");
        size_t length = strlen(outcome);
        printf("OUTCOME %s\n", outcome);
        while (allowed != NULL) {
            if (strncmp(allowed, outcome, length) == 0 && (allowed[length] == '\n' || allowed[length] == '\0')) {
                return 0;
            }
            allowed = strchr(allowed, '\n');
            if (allowed == NULL) {
                return 1;
            }
            allowed++;
        }
        return 0;
    }

    static char outcome[128];
}

/* Set by the last step of each model. */
bool unlisted = false;
