/*
 * The first process of a guest: a kernel that was booted for the agent alone, with a virtio-serial port in place of the agent's
 * stdin and stdout. What the guest says itself goes to its console.
 */
#define _GNU_SOURCE
#include "agent.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <rdma/rdma_netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of the network device that carries RDMA nowhere: 10.0.0.1. */
#define RDMA_ADDRESS UINT32_C(0x0a000001)

#define PORT_NAME "accelbed"
#define FILES "/var/tmp"

/* Huge pages of 2 MiB for programs that use hugetlb. */
#define POOL "16"

/* The disk is there a moment after its driver. */
enum { DISK_TRIES = 200, DISK_WAIT_US = 10000 };

static void say(const char *what)
{
	fprintf(stderr, "accelbed: %s: %s\n", what, strerror(errno));
}

static void load_modules(void)
{
	char name[128];
	char path[160];
	FILE *order = fopen("/modules.order", "re");

	while (order != NULL && fscanf(order, "%127s", name) == 1) {
		int fd;

		snprintf(path, sizeof(path), "/modules/%s.ko", name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || syscall(SYS_finit_module, fd, "", 0) != 0)
			say(path);
		if (fd >= 0)
			close(fd);
	}
	if (order != NULL)
		fclose(order);
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		say(path);
	if (fd >= 0)
		close(fd);
}

static int read_id(const char *device, const char *name)
{
	char path[300];
	int id = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", device, name);
	file = fopen(path, "re");
	if (file == NULL)
		return -1;
	if (fscanf(file, "%x", (unsigned *)&id) != 1)
		id = -1;
	fclose(file);
	return id;
}

/* Gives QEMU's edu devices, if there are any, to vfio-pci. */
static void bind_devices(void)
{
	DIR *devices = opendir("/sys/bus/pci/devices");
	struct dirent *entry;

	while (devices != NULL && (entry = readdir(devices)) != NULL) {
		char path[300];

		if (read_id(entry->d_name, "vendor") != 0x1234 || read_id(entry->d_name, "device") != 0x11e8)
			continue;
		snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/driver_override", entry->d_name);
		write_file(path, "vfio-pci");
		write_file("/sys/bus/pci/drivers_probe", entry->d_name);
	}
	if (devices != NULL)
		closedir(devices);
}

/* Gives a network device an address, and lets it run. */
static int bring_up(const char *name, in_addr_t address)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { 0 };
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(address) };
	int result;

	strncpy(request.ifr_name, name, sizeof(request.ifr_name) - 1);
	memcpy(&request.ifr_addr, &in, sizeof(in));
	result = ioctl(fd, SIOCSIFADDR, &request);
	if (result == 0)
		result = ioctl(fd, SIOCGIFFLAGS, &request);
	request.ifr_flags |= IFF_UP | IFF_RUNNING;
	if (result == 0)
		result = ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
	return result;
}

/* RDMA_NLDEV_CMD_NEWLINK: an adapter in software over a network device, as "rdma link add rxe0 type rxe netdev dummy0" asks for one. */
static void add_rdma_link(void)
{
	static const struct {
		uint16_t type;
		const char *text;
	} attributes[] = {
		{ RDMA_NLDEV_ATTR_DEV_NAME, "rxe0" },
		{ RDMA_NLDEV_ATTR_LINK_TYPE, "rxe" },
		{ RDMA_NLDEV_ATTR_NDEV_NAME, "dummy0" },
	};
	char room[256] __attribute__((aligned(NLMSG_ALIGNTO))) = "";
	struct nlmsghdr *message = (struct nlmsghdr *)room;
	struct nlmsgerr *answer = NLMSG_DATA(message);
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_RDMA);

	message->nlmsg_len = NLMSG_HDRLEN;
	message->nlmsg_type = RDMA_NL_GET_TYPE(RDMA_NL_NLDEV, RDMA_NLDEV_CMD_NEWLINK);
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		struct nlattr *attribute = (struct nlattr *)(room + message->nlmsg_len);

		attribute->nla_type = attributes[i].type;
		attribute->nla_len = (uint16_t)(NLA_HDRLEN + strlen(attributes[i].text) + 1);
		strcpy((char *)attribute + NLA_HDRLEN, attributes[i].text);
		message->nlmsg_len += NLA_ALIGN(attribute->nla_len);
	}
	errno = 0;
	if (fd < 0 || send(fd, room, message->nlmsg_len, 0) < 0 || recv(fd, room, sizeof(room), 0) < 0) {
		say("rxe0");
	} else if (message->nlmsg_type == NLMSG_ERROR && answer->error != 0) {
		errno = -answer->error;
		say("rxe0");
	}
	if (fd >= 0)
		close(fd);
}

/* Soft-RoCE, where its driver is. */
static void make_rdma_adapter(void)
{
	if (access("/sys/module/rdma_rxe", F_OK) != 0)
		return;
	if (bring_up("lo", INADDR_LOOPBACK) != 0 || bring_up("dummy0", RDMA_ADDRESS) != 0)
		say("dummy0");
	add_rdma_link();
}

static void mount_disk(void)
{
	for (int i = 0; i < DISK_TRIES; i++) {
		if (mount("/dev/vda", FILES, "ext4", 0, NULL) == 0)
			return;
		if (errno != ENOENT && errno != ENODEV)
			break;
		usleep(DISK_WAIT_US);
	}
	say("/dev/vda");
	if (mount("tmpfs", FILES, "tmpfs", 0, NULL) != 0)
		say(FILES);
}

/* The device whose name in sysfs is PORT_NAME, open, or -1. */
static int find_port(void)
{
	DIR *ports = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	int fd = -1;

	while (ports != NULL && fd < 0 && (entry = readdir(ports)) != NULL) {
		char path[300];
		char name[64] = "";
		FILE *file;

		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", entry->d_name);
		file = fopen(path, "re");
		if (file == NULL)
			continue;
		if (fscanf(file, "%63s", name) == 1 && strcmp(name, PORT_NAME) == 0) {
			snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
			fd = open(path, O_RDWR);
		}
		fclose(file);
	}
	if (ports != NULL)
		closedir(ports);
	return fd;
}

static int await_port(void)
{
	for (int i = 0; i < DISK_TRIES; i++) {
		int fd = find_port();

		if (fd >= 0)
			return fd;
		usleep(DISK_WAIT_US);
	}
	return -1;
}

static void power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

int run_guest(void)
{
	int port;
	pid_t agent;

	if (mount("devtmpfs", "/dev", "devtmpfs", 0, NULL) != 0)
		say("/dev");
	if (mount("proc", "/proc", "proc", 0, NULL) != 0)
		say("/proc");
	if (mount("sysfs", "/sys", "sysfs", 0, NULL) != 0)
		say("/sys");
	if (mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL) != 0)
		say("/sys/kernel/debug");
	if (mount("tmpfs", "/tmp", "tmpfs", 0, NULL) != 0)
		say("/tmp");
	load_modules();
	bind_devices();
	make_rdma_adapter();
	mount_disk();
	write_file("/proc/sys/vm/nr_hugepages", POOL);
	write_file("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
	port = await_port();
	if (port < 0) {
		say("found no virtio-serial port " PORT_NAME);
		power_off();
	}
	agent = fork();
	if (agent == 0) {
		dup2(port, STDIN_FILENO);
		dup2(port, STDOUT_FILENO);
		close(port);
		execl("/init", "agent", "run", FILES, NULL);
		say("/init");
		_exit(1);
	}
	close(port);
	while (waitpid(agent, NULL, 0) != agent && errno == EINTR)
		;
	power_off();
	__builtin_unreachable();
}
