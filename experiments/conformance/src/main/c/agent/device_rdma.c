/*
 * A real adapter of RDMA, in software: Soft-RoCE (rxe) over a network device that leads nowhere. A queue is a context of uverbs with a
 * protection domain, a completion queue and a reliable connected queue pair; the context's descriptor has the same number in every
 * task and goes the way of descriptors. Each answer of open, map, unmap, rereg and close is that of the call, in the kernel's own ABI
 * of uverbs: a library would bring more into the guest than these few calls. They go through INVOKE_WRITE of the ioctl, since a write
 * to the descriptor is refused in a forked child, which has credentials of its own.
 *
 * The queue pair is connected with a peer of the supervisor's own. What the device loads and stores is the peer's RDMA read and write:
 * the adapter then finds the pages by the key that the region has, without anything of the process. So no ring has to be mapped in
 * the process, which would keep the context open behind its close and would not come along over an execve.
 */
#define _GNU_SOURCE
#include "device.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <rdma/ib_user_ioctl_cmds.h>
#include <rdma/ib_user_ioctl_verbs.h>
#include <rdma/ib_user_verbs.h>
#include <rdma/rdma_user_ioctl_cmds.h>
#include <rdma/rdma_user_rxe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define CONTEXT_FILE "/dev/infiniband/uverbs0"
#define GIDS "/sys/class/infiniband/rxe0/ports/1/gids"

/* States of a queue pair, and which of its attributes a call sets: enum ib_qp_state, enum ib_qp_attr_mask. */
enum { QP_RESET, QP_INIT, QP_RTR, QP_RTS };
enum {
	QP_STATE = 1 << 0,
	QP_ACCESS_FLAGS = 1 << 3,
	QP_PKEY_INDEX = 1 << 4,
	QP_PORT = 1 << 5,
	QP_AV = 1 << 7,
	QP_PATH_MTU = 1 << 8,
	QP_TIMEOUT = 1 << 9,
	QP_RETRY_CNT = 1 << 10,
	QP_RNR_RETRY = 1 << 11,
	QP_RQ_PSN = 1 << 12,
	QP_MAX_QP_RD_ATOMIC = 1 << 13,
	QP_MIN_RNR_TIMER = 1 << 15,
	QP_SQ_PSN = 1 << 16,
	QP_MAX_DEST_RD_ATOMIC = 1 << 17,
	QP_DEST_QPN = 1 << 20,
};

/* enum ib_wc_status */
enum { WC_SUCCESS = 0, WC_REM_ACCESS_ERR = 10, WC_RETRY_EXC_ERR = 12 };

/* enum ib_mtu, enum ib_send_flags, enum ib_mr_rereg_flags */
enum { MTU_1024 = 3, SEND_SIGNALED = 1 << 1, REREG_ACCESS = 1 << 2 };

/* 4.096 us times 2 to the power of it until a packet without an answer is sent again. */
enum { ANSWER_TIMEOUT = 12, RETRIES = 3 };

enum { COMPLETION_TRIES = 4000, COMPLETION_WAIT_US = 500 };

/* What map and rereg are told of a region. */
enum { WRITABLE = 1 << 1 };

/* What the supervisor has: one context, and a queue pair for each queue. */
static struct {
	int context;
	uint32_t pd;
	uint32_t cq;
	uint32_t lkey;
	struct rxe_queue_buf *completions;
	char *untouched;          /* where the zero page is seen, if regions follow the page table */
	struct {
		bool known;
		uint32_t qp;
		uint32_t qpn;
		uint32_t ssn;
		struct rxe_queue_buf *requests;
		size_t bytes;
	} queue[MAX_QUEUES];
} peer = { .context = -1 };

static int descriptor(int queue)
{
	return queue_descriptor(queue, ONLY);
}

struct call {
	struct ib_uverbs_ioctl_hdr header;
	struct ib_uverbs_attr attr[4];
};

/* Up to eight bytes of what is taken stand in the attribute itself. */
static void attribute(struct call *call, uint16_t id, const void *data, size_t bytes, bool in)
{
	struct ib_uverbs_attr *attr = &call->attr[call->header.num_attrs++];

	attr->attr_id = id;
	attr->len = (uint16_t)bytes;
	if (in && bytes <= sizeof(attr->data))
		memcpy(&attr->data, data, bytes);
	else
		attr->data = (uintptr_t)data;
	call->header.length += sizeof(*attr);
}

static struct call begin(uint16_t method)
{
	return (struct call){ .header = {
		.length = sizeof(struct ib_uverbs_ioctl_hdr), .object_id = UVERBS_OBJECT_DEVICE, .method_id = method,
		.driver_id = RDMA_DRIVER_RXE,
	} };
}

/* A command with what it takes, what it answers, and what the driver adds to that. */
static int command(int context, uint64_t which, const void *in, size_t in_bytes, void *out, size_t out_bytes,
		   void *driver, size_t driver_bytes)
{
	struct call call = begin(UVERBS_METHOD_INVOKE_WRITE);

	attribute(&call, UVERBS_ATTR_CORE_IN, in, in_bytes, true);
	attribute(&call, UVERBS_ATTR_WRITE_CMD, &which, sizeof(which), true);
	if (out_bytes != 0)
		attribute(&call, UVERBS_ATTR_CORE_OUT, out, out_bytes, false);
	if (driver_bytes != 0)
		attribute(&call, UVERBS_ATTR_UHW_OUT, driver, driver_bytes, false);
	return ioctl(context, RDMA_VERBS_IOCTL, &call) < 0 ? -1 : 0;
}

/* The ioctl's own method: the command opens a file for events, too, which nobody would read. */
static int get_context(int context)
{
	struct call call = begin(UVERBS_METHOD_GET_CONTEXT);
	uint32_t vectors;
	uint64_t support;

	attribute(&call, UVERBS_ATTR_GET_CONTEXT_NUM_COMP_VECTORS, &vectors, sizeof(vectors), false);
	attribute(&call, UVERBS_ATTR_GET_CONTEXT_CORE_SUPPORT, &support, sizeof(support), false);
	return ioctl(context, RDMA_VERBS_IOCTL, &call) < 0 ? -1 : 0;
}

static int alloc_pd(int context, uint32_t *pd)
{
	struct ib_uverbs_alloc_pd in = { 0 };
	struct ib_uverbs_alloc_pd_resp out;
	int result = command(context, IB_USER_VERBS_CMD_ALLOC_PD, &in, sizeof(in), &out, sizeof(out), NULL, 0);

	*pd = out.pd_handle;
	return result;
}

static int create_cq(int context, uint32_t *cq, struct rxe_create_cq_resp *ring)
{
	struct ib_uverbs_create_cq in = { .cqe = 16, .comp_channel = -1 };
	struct ib_uverbs_create_cq_resp out;
	int result = command(context, IB_USER_VERBS_CMD_CREATE_CQ, &in, sizeof(in), &out, sizeof(out), ring, sizeof(*ring));

	*cq = out.cq_handle;
	return result;
}

static int modify_qp(int context, struct ib_uverbs_modify_qp *in, uint32_t qp, uint8_t state)
{
	in->qp_handle = qp;
	in->attr_mask |= QP_STATE;
	in->qp_state = state;
	return command(context, IB_USER_VERBS_CMD_MODIFY_QP, in, sizeof(*in), NULL, 0, NULL, 0);
}

static int initialise_qp(int context, uint32_t qp)
{
	struct ib_uverbs_modify_qp in = {
		.attr_mask = QP_PKEY_INDEX | QP_PORT | QP_ACCESS_FLAGS, .port_num = 1,
		.qp_access_flags = IB_UVERBS_ACCESS_REMOTE_READ | IB_UVERBS_ACCESS_REMOTE_WRITE,
	};

	return modify_qp(context, &in, qp, QP_INIT);
}

/* Both ends are the same adapter. */
static int connect_qp(int context, uint32_t qp, uint32_t other)
{
	struct ib_uverbs_modify_qp receive = {
		.attr_mask = QP_AV | QP_PATH_MTU | QP_DEST_QPN | QP_RQ_PSN | QP_MAX_DEST_RD_ATOMIC | QP_MIN_RNR_TIMER,
		.path_mtu = MTU_1024, .dest_qp_num = other, .max_dest_rd_atomic = 1, .min_rnr_timer = 1,
		.dest = { .is_global = 1, .port_num = 1, .hop_limit = 1, .sgid_index = shared->gid_index },
	};
	struct ib_uverbs_modify_qp send = {
		.attr_mask = QP_TIMEOUT | QP_RETRY_CNT | QP_RNR_RETRY | QP_SQ_PSN | QP_MAX_QP_RD_ATOMIC,
		.timeout = ANSWER_TIMEOUT, .retry_cnt = RETRIES, .max_rd_atomic = 1,
	};

	memcpy(receive.dest.dgid, shared->gid, sizeof(receive.dest.dgid));
	if (initialise_qp(context, qp) != 0 || modify_qp(context, &receive, qp, QP_RTR) != 0)
		return -1;
	return modify_qp(context, &send, qp, QP_RTS);
}

static int create_qp(int context, uint32_t pd, uint32_t cq, struct ib_uverbs_create_qp_resp *out,
		     struct rxe_create_qp_resp *rings)
{
	struct ib_uverbs_create_qp in = {
		.pd_handle = pd, .send_cq_handle = cq, .recv_cq_handle = cq, .max_send_wr = 4, .max_recv_wr = 4,
		.max_send_sge = 1, .max_recv_sge = 1, .sq_sig_all = 1, .qp_type = IB_UVERBS_QPT_RC,
	};

	return command(context, IB_USER_VERBS_CMD_CREATE_QP, &in, sizeof(in), out, sizeof(*out), rings, sizeof(*rings));
}

static void destroy_qp(int context, uint32_t qp)
{
	struct ib_uverbs_destroy_qp in = { .qp_handle = qp };
	struct ib_uverbs_destroy_qp_resp out;

	command(context, IB_USER_VERBS_CMD_DESTROY_QP, &in, sizeof(in), &out, sizeof(out), NULL, 0);
}

static void destroy_cq(int context, uint32_t cq)
{
	struct ib_uverbs_destroy_cq in = { .cq_handle = cq };
	struct ib_uverbs_destroy_cq_resp out;

	command(context, IB_USER_VERBS_CMD_DESTROY_CQ, &in, sizeof(in), &out, sizeof(out), NULL, 0);
}

static void dealloc_pd(int context, uint32_t pd)
{
	struct ib_uverbs_dealloc_pd in = { .pd_handle = pd };

	command(context, IB_USER_VERBS_CMD_DEALLOC_PD, &in, sizeof(in), NULL, 0, NULL, 0);
}

/* A region that is not writable is for the peer's reads alone. */
static uint32_t rights(int64_t asked, bool on_demand)
{
	return IB_UVERBS_ACCESS_REMOTE_READ |
	       (asked & WRITABLE ? IB_UVERBS_ACCESS_LOCAL_WRITE | IB_UVERBS_ACCESS_REMOTE_WRITE : 0) |
	       (on_demand ? IB_UVERBS_ACCESS_ON_DEMAND : 0);
}

static int reg_mr(int context, uint32_t pd, const void *start, size_t bytes, uint32_t access,
		  struct ib_uverbs_reg_mr_resp *out)
{
	struct ib_uverbs_reg_mr in = {
		.start = (uintptr_t)start, .length = bytes, .hca_va = (uintptr_t)start, .pd_handle = pd,
		.access_flags = access,
	};

	return command(context, IB_USER_VERBS_CMD_REG_MR, &in, sizeof(in), out, sizeof(*out), NULL, 0);
}

static int dereg_mr(int context, uint32_t handle)
{
	struct ib_uverbs_dereg_mr in = { .mr_handle = handle };

	return command(context, IB_USER_VERBS_CMD_DEREG_MR, &in, sizeof(in), NULL, 0, NULL, 0);
}

/* The adapter's address on its network device, ::ffff:A.B.C.D, and which of its addresses that is. */
static bool find_gid(void)
{
	for (int i = 0; i < 16; i++) {
		char path[128];
		unsigned word[8];
		int words;
		FILE *file;

		snprintf(path, sizeof(path), GIDS "/%d", i);
		file = fopen(path, "re");
		if (file == NULL)
			return false;
		words = fscanf(file, "%x:%x:%x:%x:%x:%x:%x:%x", &word[0], &word[1], &word[2], &word[3], &word[4], &word[5],
			       &word[6], &word[7]);
		fclose(file);
		if (words != 8 || word[0] != 0 || word[5] != 0xffff)
			continue;
		for (int w = 0; w < 8; w++) {
			shared->gid[2 * w] = (uint8_t)(word[w] >> 8);
			shared->gid[2 * w + 1] = (uint8_t)word[w];
		}
		shared->gid_index = (uint8_t)i;
		return true;
	}
	return false;
}

static struct rxe_queue_buf *map_ring(const struct mminfo *info)
{
	void *ring = mmap(NULL, info->size, PROT_READ | PROT_WRITE, MAP_SHARED, peer.context, (off_t)info->offset);

	/* Tasks of programs shall not have it. */
	return ring != MAP_FAILED && madvise(ring, info->size, MADV_DONTFORK) == 0 ? ring : NULL;
}

static int lacking(const char *what)
{
	fprintf(stderr, "accelbed: the adapter of RDMA does not give %s: %s\n", what, strerror(errno));
	return 0;
}

int rdma_find_devices(bool *on_demand)
{
	struct ib_uverbs_reg_mr_resp region;
	struct rxe_create_cq_resp ring;
	int kept;

	*on_demand = false;
	if (!find_gid())
		return 0;
	kept = open(CONTEXT_FILE, O_RDWR | O_CLOEXEC);
	if (kept < 0)
		return 0;
	/* Where no descriptor of a task is. */
	peer.context = fcntl(kept, F_DUPFD_CLOEXEC, descriptor(MAX_QUEUES));
	close(kept);
	if (get_context(peer.context) != 0)
		return lacking("a context");
	if (alloc_pd(peer.context, &peer.pd) != 0 || create_cq(peer.context, &peer.cq, &ring) != 0)
		return lacking("a completion queue");
	if (reg_mr(peer.context, peer.pd, shared->staging, sizeof(shared->staging), IB_UVERBS_ACCESS_LOCAL_WRITE,
		   &region) != 0)
		return lacking("a memory region");
	peer.lkey = region.lkey;
	peer.completions = map_ring(&ring.mi);
	if (peer.completions == NULL)
		return lacking("a mapping of a completion queue");
	*on_demand = reg_mr(peer.context, peer.pd, shared->staging, sizeof(shared->staging),
			    IB_UVERBS_ACCESS_LOCAL_WRITE | IB_UVERBS_ACCESS_ON_DEMAND, &region) == 0;
	if (*on_demand) {
		dereg_mr(peer.context, region.mr_handle);
		peer.untouched = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (peer.untouched == MAP_FAILED)
			peer.untouched = NULL;
	}
	return MAX_QUEUES;
}

static void drop_peer(int queue)
{
	if (!peer.queue[queue].known)
		return;
	if (peer.queue[queue].requests != NULL)
		munmap(peer.queue[queue].requests, peer.queue[queue].bytes);
	destroy_qp(peer.context, peer.queue[queue].qp);
	peer.queue[queue].known = false;
}

int rdma_make_peer(int queue)
{
	struct ib_uverbs_create_qp_resp out;
	struct rxe_create_qp_resp rings;

	drop_peer(queue);
	if (create_qp(peer.context, peer.pd, peer.cq, &out, &rings) != 0)
		return -1;
	peer.queue[queue].known = true;
	peer.queue[queue].qp = out.qp_handle;
	peer.queue[queue].qpn = out.qpn;
	peer.queue[queue].ssn = 0;
	peer.queue[queue].bytes = rings.sq_mi.size;
	peer.queue[queue].requests = map_ring(&rings.sq_mi);
	shared->rdma[queue].peer_qpn = out.qpn;
	return peer.queue[queue].requests == NULL ? -1 : 0;
}

int rdma_connect_peer(int queue)
{
	return connect_qp(peer.context, peer.queue[queue].qp, shared->rdma[queue].qpn);
}

void rdma_start_program(void)
{
	memset(shared->rdma, 0, sizeof(shared->rdma));
	shared->regions = 0;
}

static int open_context(int queue, bool inherit, int with)
{
	struct rdma_queue *own = &shared->rdma[queue];
	int context;

	*own = (struct rdma_queue){ .peer_qpn = own->peer_qpn, .context = queue };
	if (with >= 0) {
		own->context = shared->rdma[with].context;
		own->pd = shared->rdma[with].pd;
		return keep_descriptor(dup(descriptor(with)), queue, ONLY, inherit);
	}
	context = keep_descriptor(open(CONTEXT_FILE, O_RDWR | O_CLOEXEC), queue, ONLY, inherit);
	if (context < 0 || get_context(context) != 0 || alloc_pd(context, &own->pd) != 0)
		return -1;
	return 0;
}

static int set_up(int queue)
{
	struct rdma_queue *own = &shared->rdma[queue];
	struct ib_uverbs_create_qp_resp out;
	struct rxe_create_cq_resp ring;
	struct rxe_create_qp_resp rings;

	if (create_cq(descriptor(queue), &own->cq, &ring) != 0)
		return -1;
	if (create_qp(descriptor(queue), own->pd, own->cq, &out, &rings) != 0)
		return -1;
	own->qp = out.qp_handle;
	own->qpn = out.qpn;
	own->live = true;
	return connect_qp(descriptor(queue), own->qp, own->peer_qpn);
}

struct answer rdma_open(const int64_t *arg, bool on_demand)
{
	int queue = (int)arg[0];
	int error;

	if (open_context(queue, arg[1] != 0, (int)arg[2]) >= 0 && set_up(queue) == 0) {
		shared->rdma[queue].on_demand = on_demand;
		return answer_ok();
	}
	error = errno;
	close(descriptor(queue));
	return answer_errno(error);
}

/* Out of the error that a refused access has put it into. */
struct answer rdma_reconnect(int queue)
{
	struct rdma_queue *own = &shared->rdma[queue];
	struct ib_uverbs_modify_qp in = { 0 };

	if (modify_qp(descriptor(queue), &in, own->qp, QP_RESET) != 0 ||
	    connect_qp(descriptor(queue), own->qp, own->peer_qpn) != 0)
		return answer_errno(errno);
	return answer_ok();
}

struct answer rdma_map(const int64_t *arg, char *start)
{
	int queue = (int)arg[0];
	size_t bytes = (size_t)arg[3] * PAGE_BYTES;
	uint32_t access = rights(arg[4], shared->rdma[queue].on_demand);
	struct ib_uverbs_reg_mr_resp out;

	if (reg_mr(descriptor(queue), shared->rdma[queue].pd, start, bytes, access, &out) != 0)
		return answer_errno(errno);
	shared->region[shared->regions++] = (struct rdma_region){
		.known = true, .context = shared->rdma[queue].context, .queue = queue, .start = (uintptr_t)start,
		.bytes = bytes, .rights = access, .handle = out.mr_handle, .rkey = out.rkey,
	};
	return answer_ok();
}

/* As a library would find it: the newest of exactly this range; NULL with the errno of a program that has none. */
static struct rdma_region *find_region(int queue, char *start, size_t bytes)
{
	if (fcntl(descriptor(queue), F_GETFD) < 0)
		return NULL;
	for (int i = shared->regions - 1; i >= 0; i--) {
		struct rdma_region *region = &shared->region[i];

		if (region->known && region->context == shared->rdma[queue].context && region->start == (uintptr_t)start &&
		    region->bytes == bytes)
			return region;
	}
	errno = EINVAL;
	return NULL;
}

struct answer rdma_unmap(const int64_t *arg, char *start)
{
	struct rdma_region *region = find_region((int)arg[0], start, (size_t)arg[3] * PAGE_BYTES);

	if (region == NULL || dereg_mr(descriptor((int)arg[0]), region->handle) != 0)
		return answer_errno(errno);
	region->known = false;
	return answer_ok();
}

struct answer rdma_rereg(const int64_t *arg, char *start)
{
	int queue = (int)arg[0];
	struct rdma_region *region = find_region(queue, start, (size_t)arg[3] * PAGE_BYTES);
	struct ib_uverbs_rereg_mr in = { .flags = REREG_ACCESS };
	struct ib_uverbs_rereg_mr_resp out;

	if (region == NULL)
		return answer_errno(errno);
	in.mr_handle = region->handle;
	in.access_flags = rights(arg[4], (region->rights & IB_UVERBS_ACCESS_ON_DEMAND) != 0);
	if (command(descriptor(queue), IB_USER_VERBS_CMD_REREG_MR, &in, sizeof(in), &out, sizeof(out), NULL, 0) != 0)
		return answer_errno(errno);
	region->rkey = out.rkey;
	return answer_ok();
}

/* The last queue of a context ends its protection domain. */
static bool last_queue(int queue)
{
	for (int i = 0; i < MAX_QUEUES; i++)
		if (i != queue && shared->rdma[i].live && shared->rdma[i].context == shared->rdma[queue].context)
			return false;
	return true;
}

/* In the order of a library: queue pair, completion queue, regions made through the queue, protection domain, descriptor. */
struct answer rdma_close(const int64_t *arg)
{
	int queue = (int)arg[0];
	struct rdma_queue *own = &shared->rdma[queue];
	int context = descriptor(queue);

	if (arg[1] == 0 && fcntl(context, F_GETFD) >= 0) {
		bool last = last_queue(queue);

		if (own->live) {
			destroy_qp(context, own->qp);
			destroy_cq(context, own->cq);
			own->live = false;
		}
		for (int i = 0; i < shared->regions; i++) {
			struct rdma_region *region = &shared->region[i];

			if (region->known && region->queue == queue)
				region->known = dereg_mr(context, region->handle) != 0;
		}
		if (last)
			dealloc_pd(context, own->pd);
	}
	return close(context) == 0 ? answer_ok() : answer_errno(errno);
}

/* The key that the newest registration of an address got; the one it had last if that is gone; 0 if there never was one. */
static uint32_t key_of(int queue, uintptr_t at)
{
	uint32_t gone = 0;

	for (int i = shared->regions - 1; i >= 0; i--) {
		const struct rdma_region *region = &shared->region[i];

		if (region->context != shared->rdma[queue].context || at < region->start ||
		    at >= region->start + region->bytes)
			continue;
		if (region->known)
			return region->rkey;
		if (gone == 0)
			gone = region->rkey;
	}
	return gone;
}

static void post(int queue, bool write, uintptr_t at)
{
	struct rxe_queue_buf *ring = peer.queue[queue].requests;
	uint32_t place = ring->producer_index & ring->index_mask;
	struct rxe_send_wqe *request = (struct rxe_send_wqe *)(ring->data + ((size_t)place << ring->log2_elem_size));
	struct ib_uverbs_post_send bell = { .qp_handle = peer.queue[queue].qp, .wqe_size = sizeof(struct ib_uverbs_send_wr) };
	struct ib_uverbs_post_send_resp out;

	memset(request, 0, sizeof(*request));
	request->wr.opcode = write ? IB_UVERBS_WR_RDMA_WRITE : IB_UVERBS_WR_RDMA_READ;
	request->wr.send_flags = SEND_SIGNALED;
	request->wr.wr.rdma.remote_addr = at;
	request->wr.wr.rdma.rkey = key_of(queue, at);
	request->iova = at;
	request->ssn = peer.queue[queue].ssn++;
	request->dma.length = sizeof(uint64_t);
	request->dma.resid = sizeof(uint64_t);
	request->dma.num_sge = 1;
	request->dma.sge[0] = (struct rxe_sge){
		.addr = (uintptr_t)shared->staging, .length = sizeof(uint64_t), .lkey = peer.lkey,
	};
	__atomic_store_n(&ring->producer_index, (place + 1) & ring->index_mask, __ATOMIC_RELEASE);
	command(peer.context, IB_USER_VERBS_CMD_POST_SEND, &bell, sizeof(bell), &out, sizeof(out), NULL, 0);
}

/* The status of the one completion that is waited for; -1 if none comes. */
static int completion(void)
{
	struct rxe_queue_buf *ring = peer.completions;

	for (int i = 0; i < COMPLETION_TRIES; i++) {
		uint32_t place = ring->consumer_index & ring->index_mask;
		const struct ib_uverbs_wc *done =
			(const struct ib_uverbs_wc *)(ring->data + ((size_t)place << ring->log2_elem_size));

		if ((__atomic_load_n(&ring->producer_index, __ATOMIC_ACQUIRE) & ring->index_mask) != place) {
			int status = (int)done->status;

			__atomic_store_n(&ring->consumer_index, (place + 1) & ring->index_mask, __ATOMIC_RELEASE);
			return status;
		}
		usleep(COMPLETION_WAIT_US);
	}
	return -1;
}

/* 0, EFAULT if the adapter refused it, EIO for anything else. Up to 5.10 it tells the peer nothing, which then gives up. */
static int transfer(int queue, bool write, char *at, uint64_t *value)
{
	int status;

	if (write)
		*(volatile uint64_t *)shared->staging = *value;
	post(queue, write, (uintptr_t)at);
	status = completion();
	if (!write)
		*value = *(volatile uint64_t *)shared->staging;
	if (status == WC_SUCCESS)
		return 0;
	shared->rdma[queue].broken = true;
	if (status != WC_REM_ACCESS_ERR && status != WC_RETRY_EXC_ERR)
		fprintf(stderr, "accelbed: the adapter of RDMA answers with status %d\n", status);
	return status == WC_REM_ACCESS_ERR || status == WC_RETRY_EXC_ERR ? EFAULT : EIO;
}

/*
 * Up to 7.1 the adapter writes through entries for reading, so that a store can hit the zero page, which everybody sees from then on. It
 * gets its zero back the same way, by a queue pair that is its own peer.
 */
static void mend_zero_page(void)
{
	struct ib_uverbs_reg_mr_resp out;
	uint64_t zero = 0;

	if (peer.untouched == NULL || *(volatile uint64_t *)peer.untouched == 0)
		return;
	rdma_start_program();
	if (reg_mr(peer.context, peer.pd, peer.untouched, PAGE_BYTES, rights(WRITABLE, true), &out) != 0)
		return;
	shared->region[shared->regions++] = (struct rdma_region){
		.known = true, .start = (uintptr_t)peer.untouched, .bytes = PAGE_BYTES, .rkey = out.rkey,
	};
	if (rdma_make_peer(0) != 0 || connect_qp(peer.context, peer.queue[0].qp, peer.queue[0].qpn) != 0 ||
	    transfer(0, true, peer.untouched, &zero) != 0)
		fprintf(stderr, "accelbed: the zero page holds something, and keeps it\n");
	drop_peer(0);
	dereg_mr(peer.context, out.mr_handle);
}

void rdma_end_program(void)
{
	for (int i = 0; i < MAX_QUEUES; i++)
		drop_peer(i);
	mend_zero_page();
}

static char *page(int64_t buffer, int64_t number)
{
	return BUFFER_ADDRESS(buffer) + number * PAGE_BYTES;
}

struct answer rdma_access(const struct step *step)
{
	const int64_t *arg = step->arg;
	uint64_t value = (uint64_t)arg[2];
	int error = 0;

	switch (step->op) {
	case OP_LOAD:
		error = transfer(step->actor, false, page(arg[0], arg[1]), &value);
		return error == 0 ? answer_value(value) : answer_errno(error);
	case OP_STORE:
		error = transfer(step->actor, true, page(arg[0], arg[1]), &value);
		break;
	default:
		for (int64_t i = 0; i < arg[4] && error == 0; i++) {
			error = transfer(step->actor, false, page(arg[0], arg[1] + i), &value);
			if (error == 0)
				error = transfer(step->actor, true, page(arg[2], arg[3] + i), &value);
		}
	}
	return error == 0 ? answer_ok() : answer_errno(error);
}
