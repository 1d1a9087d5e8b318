/*
 * A program is a list of steps, each carried out by a task (a process of the scenario) or by a device thread (a queue's
 * stand-in: a thread of the same mm that does plain loads and stores). The supervisor posts one step at a time into the
 * executor's mailbox, in memory shared by all, and waits for its answer: steps never overlap.
 */
#ifndef ACCELBED_PROGRAM_H
#define ACCELBED_PROGRAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	MAX_TASKS = 16,
	MAX_QUEUES = 16,
	MAX_EXECUTORS = MAX_TASKS + MAX_QUEUES,
	MAX_REFERENCES = 32,
	MAX_BUFFERS = 32,
	MAX_FILES = 16,
	MAX_STEPS = 512,
	MAX_PAGES = 8192,
	MAX_ARGS = 7,
	MAX_DEVICES = 8,
	MAX_UACCE_DEVICES = 4,
	MAX_PIPE_PAGES = 16,
	QUEUE_DESCRIPTORS = 3,
};

/* Descriptors that every task has under the same number. */
enum { MAIL_FD = 10, FILE_FD = 20, REFERENCE_FD = 40, QUEUE_FD = 80 };

/* What a memfd is called, by the number of its file. */
#define MEMFD_NAME "accelbed-%d"

/* Where buffer b lies in every task; far from everything that the C library maps. */
#define BUFFER_BYTES ((uint64_t)2 * MAX_PAGES * 4096)
#define BUFFER_ADDRESS(b) ((char *)(0x100000000000u + (uint64_t)(b) * BUFFER_BYTES))

enum op {
	OP_MMAP, OP_MUNMAP, OP_MREMAP, OP_MPROTECT, OP_MADVISE, OP_READ, OP_WRITE, OP_FORK, OP_VFORK, OP_EXEC, OP_EXIT,
	OP_KILL, OP_PIN, OP_PIN_READ_ONLY, OP_GET, OP_GET_WRITE, OP_UNPIN, OP_REF_READ, OP_REF_WRITE, OP_OPEN, OP_CLOSE, OP_LOAD, OP_STORE,
	OP_COPY, OP_TRUNCATE, OP_EXEC_KEEPING, OP_OPEN_VFIO, OP_OPEN_IOMMUFD, OP_OPEN_RDMA, OP_OPEN_ODP, OP_MAP,
	OP_UNMAP, OP_REREG, OP_RECONNECT, OP_KSM,
	/* Of uacce: those that a task does, and those of the device. */
	OP_UACCE_OPEN, OP_UACCE_CLOSE, OP_UACCE_DUP, OP_UACCE_START, OP_UACCE_PUT, OP_UACCE_IOCTL, OP_UACCE_POLL,
	OP_UACCE_REGION, OP_UACCE_UNREGION, OP_UACCE_MREMAP, OP_UACCE_TOUCH,
	OP_UACCE_LOAD, OP_UACCE_STORE, OP_UACCE_COPY, OP_UACCE_SUBMIT_READ, OP_UACCE_SUBMIT_WRITE, OP_UACCE_UNPLUG,
	OP_MDEV_CREATE, OP_MDEV_REMOVE, OP_MDEV_OPEN,
};

/* What a buffer is made of, as mmap is told. */
enum pages_of { SMALL_PAGES, HUGE_PAGES, POOL_PAGES };

struct step {
	enum op op;
	int actor;                /* task, queue or page reference, as the operation says */
	int64_t arg[MAX_ARGS];
};

enum answer_kind {
	ANSWER_OK, ANSWER_VALUE, ANSWER_ERRNO, ANSWER_SIGNAL, ANSWER_BLOCKED, ANSWER_NOT_CARRIED_OUT, ANSWER_HUNG,
};

struct answer {
	enum answer_kind kind;
	uint64_t value;           /* the value, errno or signal number */
};

/* Who is about to come, by fork, clone or execve, has a mailbox in state TAKEN until it is there. */
enum mail_state { MAIL_IDLE, MAIL_POSTED, MAIL_TAKEN, MAIL_DONE };

struct mail {
	_Atomic uint32_t state;
	_Atomic int32_t tid;
	struct step step;
	struct answer answer;
};

/* A real device, by its name on the PCI bus, its IOMMU group, and the X of its own node /dev/vfio/devices/vfioX, or -1. */
struct device {
	char name[32];
	int group;
	int node;
};

/* What stands behind a queue. */
enum queue_kind { QUEUE_THREAD, QUEUE_VFIO, QUEUE_IOMMUFD, QUEUE_RDMA };

/* A queue pair, by its handles in the context that its descriptor is of, and the peer that it is connected with. */
struct rdma_queue {
	bool live;
	bool broken;              /* an access was refused, and it takes no other one as it is */
	bool on_demand;           /* what is mapped for it follows the page table */
	int context;              /* the queue that opened the context */
	uint32_t pd;
	uint32_t cq;
	uint32_t qp;
	uint32_t qpn;
	uint32_t peer_qpn;
};

/* A memory region of a context, made through one of its queues. */
struct rdma_region {
	bool known;
	int context;
	int queue;
	uintptr_t start;
	size_t bytes;
	uint32_t rights;
	uint32_t handle;
	uint32_t rkey;
};

/* A queue of uacce: its number for the driver's engine, and which queue opened it, if this one is a duplicate. */
struct uacce_queue {
	uint32_t number;
	int first;
};

struct shared {
	pid_t supervisor;
	bool huge_pages_always;
	bool drain_before_write;  /* up to 5.17 a write fault does not drain the batches itself */
	struct mail mail[MAX_EXECUTORS];
	int devices;
	struct device device[MAX_DEVICES];
	int queue_device[MAX_QUEUES];
	enum queue_kind queue_kind[MAX_QUEUES];
	uint32_t queue_ioas[MAX_QUEUES];
	struct uacce_queue uacce[MAX_QUEUES];
	uint8_t gid[16];          /* the RDMA adapter's address, and its number */
	uint8_t gid_index;
	struct rdma_queue rdma[MAX_QUEUES];
	int regions;
	struct rdma_region region[MAX_STEPS];
	/* What real devices load and store goes through this page, which every task has. */
	char staging[4096] __attribute__((aligned(4096)));
};

extern struct shared *shared;

static inline struct answer answer_ok(void)
{
	return (struct answer){ ANSWER_OK, 0 };
}

static inline struct answer answer_value(uint64_t value)
{
	return (struct answer){ ANSWER_VALUE, value };
}

static inline struct answer answer_errno(int error)
{
	return (struct answer){ ANSWER_ERRNO, (uint64_t)error };
}

static inline struct answer not_carried_out(void)
{
	return (struct answer){ ANSWER_NOT_CARRIED_OUT, 0 };
}

/* errno_name.c: such as "EFAULT", or NULL. */
const char *errno_name(int error);

/* mail.c: waiting on a mailbox; the timeout is in milliseconds. */
void mail_wake(struct mail *mail);
void mail_wait_while(struct mail *mail, uint32_t state, int timeout_ms);

/* task.c: what a task and a device thread do. */
void task_main(int executor) __attribute__((noreturn));
void install_fault_handlers(void);

/* access.c: a load or store whose fault is an answer. */
struct answer cpu_load(int executor, const char *at);
struct answer cpu_store(int executor, char *at, uint64_t value);

/* reference.c: pages held by an open file. */
struct answer reference_pin(int reference, char *start, int pages);
struct answer reference_pin_read_only(int reference, char *start, int pages);
struct answer reference_get(int reference, char *start, int pages);
struct answer reference_drop(int reference);
struct answer reference_read(int reference);
struct answer reference_write(int reference, uint64_t value);
/* Why pages cannot be pinned here, or NULL. */
const char *reference_pin_refused(void);
/* Whether they can be pinned for reading only. */
bool reference_pins_read_only(void);

/* device_edu.c: devices of VFIO, however they are handed out. */
int vfio_find_devices(void);
struct answer vfio_close(const int64_t *arg);
struct answer vfio_load(int queue, int64_t buffer, int64_t page);
struct answer vfio_store(int queue, int64_t buffer, int64_t page, uint64_t value);
struct answer vfio_copy(int queue, const int64_t *arg);

/* device_vfio.c: by groups and type1. */
struct answer vfio_open(const int64_t *arg);
struct answer vfio_map(const int64_t *arg, char *start);
struct answer vfio_unmap(const int64_t *arg);

/* device_iommufd.c: by their own nodes and iommufd. */
bool iommufd_there(void);
struct answer iommufd_open(const int64_t *arg);
struct answer iommufd_map(const int64_t *arg, char *start);
struct answer iommufd_unmap(const int64_t *arg);
/* device_mdev.c: how many mediated devices can be had, and their life; all but the opening is the supervisor's. */
int mdev_find_devices(void);
struct answer mdev_create(int number);
struct answer mdev_remove(int number);
struct answer mdev_open(const int64_t *arg);
void mdev_end_program(void);
/* ksm.c: why ksmd is left alone here, or NULL; to be asked once, and then it can merge what is mergeable. */
const char *ksm_refused(void);
bool ksm_run(void);
/* device_uacce.c: queues of uacce. What a task does, and what the supervisor does in the device's place. */
int uacce_find_devices(void);
void uacce_start_program(const int *queues);
struct answer uacce_task_step(int executor, const struct step *step);
struct answer uacce_device_step(const struct step *step);

/* device_rdma.c: queues of an RDMA adapter. What a task does: */
struct answer rdma_open(const int64_t *arg, bool on_demand);
struct answer rdma_close(const int64_t *arg);
struct answer rdma_map(const int64_t *arg, char *start);
struct answer rdma_unmap(const int64_t *arg, char *start);
struct answer rdma_rereg(const int64_t *arg, char *start);
struct answer rdma_reconnect(int queue);
/* What the supervisor does, who has the other end of each queue. The first answers how many there can be. */
int rdma_find_devices(bool *on_demand);
void rdma_start_program(void);
void rdma_end_program(void);
int rdma_make_peer(int queue);
int rdma_connect_peer(int queue);
struct answer rdma_access(const struct step *step);

/* frames.c: which physical page lies where. */
void frames_start(void);
bool frames_visible(void);
bool frames_zero_page(void);
int frames_open(pid_t pid);
void frames_print(int fd, int buffer, int pages);

#endif
