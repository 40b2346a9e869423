/* SPDX-License-Identifier: MIT */
/*
 * Paths are taken apart, and the answers made, anew each time: nothing grows with the devices but
 * the listing. Descriptors of files are numbers of `files`.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <time.h>

#include <linux/usbdevice_fs.h>

#include <cusb/cusb.h>
#include <cusb/usbfs.h>

#include "bench.h"
#include "null_kernel.h"

#define DEVICES_ROOT "/null/bus/usb/devices"
#define NODES_ROOT   "/null/dev"

#define DEVICES_PER_BUS 100
#define PORTS		10
#define MINORS_PER_BUS	128
#define FILES		512
#define FIRST_FD	1000
#define URBS_MAX	32768 /* in flight on one node */

enum kind { FREE, LISTING, DIRECTORY, ATTRIBUTE, NODE, EPOLL, EVENT };

struct file {
	enum kind kind;
	unsigned int device;
	char attribute[32];
	unsigned int listed;
	/* Of a node: URBs that have ended, in a queue that begins anew whenever it is empty. */
	struct usbdevfs_urb **ended;
	unsigned int first, end;
	uint64_t key; /* in the one poll set that there is */
};

static struct file files[FILES];
static struct usbdevfs_urb *last_submitted;
static struct file *last_node;
static struct file *shown_node; /* has ended a URB since the last look at the poll set */
static bool holding;
static unsigned int sleepers;
static unsigned char altsetting; /* of whichever device is open */
/* While URBs are held there may be several threads; else nothing is locked. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t something_ended = PTHREAD_COND_INITIALIZER;

unsigned int null_devices = 32;
unsigned long null_calls;

int null_openat(void *kernel, int dirfd, const char *path, int flags);
int null_close(void *kernel, int fd);
ssize_t null_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset);
ssize_t null_getdents64(void *kernel, int fd, void *buf, size_t size);
int null_ioctl(void *kernel, int fd, unsigned long request, void *arg);
int null_ppoll(void *kernel, struct pollfd *fds, unsigned int count, struct timespec *remaining);
int null_epoll_create1(void *kernel, int flags);
int null_epoll_ctl(void *kernel, int epfd, int operation, int fd, struct epoll_event *event);
int null_epoll_wait(void *kernel, int epfd, struct epoll_event *events, int count, int timeout_ms);
int null_eventfd2(void *kernel, unsigned int value, int flags);

/* ---- files ----------------------------------------------------------------------------------- */

static struct file *file_of(int fd)
{
	return &files[fd - FIRST_FD];
}

static int open_file(enum kind kind, unsigned int device, const char *attribute)
{
	static unsigned int next;

	for (unsigned int tried = 0; tried < FILES; tried++, next++) {
		struct file *file = &files[next % FILES];

		if (file->kind != FREE)
			continue;
		*file = (struct file){.kind = kind, .device = device};
		stpncpy(file->attribute, attribute, sizeof file->attribute - 1);
		if (kind == NODE)
			file->ended = malloc(URBS_MAX * sizeof *file->ended);
		return FIRST_FD + (int)(next++ % FILES);
	}
	return -EMFILE;
}

/* Device 0 is "1-1.1", behind a hub, as most are. */
static void name_of(unsigned int device, char *name, size_t size)
{
	unsigned int on_bus = device % DEVICES_PER_BUS;

	snprintf(name, size, "%u-%u.%u", device / DEVICES_PER_BUS + 1, on_bus / PORTS + 1,
		 on_bus % PORTS + 1);
}

/* "1-1.1/dev", "1-1.1:1.0/bAlternateSetting", or "1-1.1". */
static int open_below_listing(const char *path)
{
	unsigned long port, bus;
	unsigned int device;
	char *end;

	bus = strtoul(path, &end, 10);
	if (end == path || *end != '-')
		return -ENOENT;
	port = strtoul(end + 1, &end, 10);
	if (*end != '.')
		return -ENOENT;
	device = (unsigned int)((bus - 1) * DEVICES_PER_BUS + (port - 1) * PORTS +
				strtoul(end + 1, &end, 10) - 1);
	if (device >= null_devices)
		return -ENOENT;
	if (*end == ':')
		end += strcspn(end, "/");
	return *end == '/' ? open_file(ATTRIBUTE, device, end + 1)
			   : open_file(DIRECTORY, device, "");
}

static int open_node(const char *path)
{
	char *end;
	unsigned long bus = strtoul(path, &end, 10), address = strtoul(end + 1, NULL, 10);

	return open_file(NODE, (unsigned int)((bus - 1) * DEVICES_PER_BUS + address - 1), "");
}

int null_openat(void *kernel, int dirfd, const char *path, int flags)
{
	const struct file *dir = dirfd == AT_FDCWD ? NULL : file_of(dirfd);

	(void)kernel;
	(void)flags;
	null_calls++;
	if (dir && dir->kind == DIRECTORY)
		return open_file(ATTRIBUTE, dir->device, path);
	if (dir)
		return open_below_listing(path);
	if (strcmp(path, DEVICES_ROOT) == 0)
		return open_file(LISTING, 0, "");
	if (strncmp(path, DEVICES_ROOT "/", sizeof DEVICES_ROOT) == 0)
		return open_below_listing(path + sizeof DEVICES_ROOT);
	if (strncmp(path, NODES_ROOT "/", sizeof NODES_ROOT) == 0)
		return open_node(path + sizeof NODES_ROOT);
	return -ENOENT;
}

int null_close(void *kernel, int fd)
{
	struct file *file = file_of(fd);

	(void)kernel;
	null_calls++;
	if (file->kind == NODE) {
		free(file->ended);
		altsetting = 0;
	}
	if (file == shown_node)
		shown_node = NULL;
	file->kind = FREE;
	return 0;
}

/* ---- sysfs ----------------------------------------------------------------------------------- */

static size_t descriptors_of(unsigned int device, unsigned char *bytes)
{
	/* clang-format off */
	static const unsigned char like[] = {
		/* device */
		18, 1, 0x00, 0x02, 0, 0, 0, 64, BENCH_VENDOR & 0xff, BENCH_VENDOR >> 8, 0, 0, 0, 1,
		1, 2, 3, 1,
		/* configuration */
		9, 2, 48, 0, 1, 1, 0, 0x80, 50,
		/* interface 0: alternate settings 0 and 1, with their endpoints */
		9, 4, 0, 0, 2, 0xff, 0, 0, 0,
		7, 5, 0x01, 2, 0x00, 0x02, 0,
		7, 5, 0x81, 2, 0x00, 0x02, 0,
		9, 4, 0, 1, 1, 0xff, 0, 0, 0,
		7, 5, 0x01, 1, 0x00, 0x04, 1,
	};
	/* clang-format on */
	const size_t idProduct_at = 10;

	memcpy(bytes, like, sizeof like);
	bytes[idProduct_at] = (unsigned char)(device + 1);
	bytes[idProduct_at + 1] = (unsigned char)((device + 1) >> 8);
	return sizeof like;
}

static size_t attribute_of(const struct file *file, char *text, size_t size)
{
	const struct {
		const char *name;
		unsigned int value;
	} numbers[] = {
		{"busnum", file->device / DEVICES_PER_BUS + 1},
		{"devnum", file->device % DEVICES_PER_BUS + 1},
		{"speed", 480},
		{"bConfigurationValue", 1},
		{"bAlternateSetting", altsetting},
		{"serial", file->device},
	};

	if (strcmp(file->attribute, "dev") == 0)
		return (size_t)snprintf(text, size, "189:%u\n",
					file->device / DEVICES_PER_BUS * MINORS_PER_BUS +
						file->device % DEVICES_PER_BUS);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (strcmp(file->attribute, numbers[i].name) == 0)
			return (size_t)snprintf(text, size, "%u\n", numbers[i].value);
	return 0;
}

ssize_t null_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset)
{
	const struct file *file = file_of(fd);
	unsigned char bytes[128];
	size_t length;

	(void)kernel;
	null_calls++;
	if (file->kind == NODE || strcmp(file->attribute, "descriptors") == 0)
		length = descriptors_of(file->device, bytes);
	else
		length = attribute_of(file, (char *)bytes, sizeof bytes);
	if (offset >= length)
		return 0;
	length -= (size_t)offset;
	if (length > size)
		length = size;
	memcpy(buf, bytes + offset, length);
	return (ssize_t)length;
}

struct entry { /* struct linux_dirent64 */
	uint64_t d_ino;
	int64_t d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[45];
};

/* Devices and their interfaces in turn, in the disorder that is usual in sysfs. */
static void make_entry(unsigned int index, struct entry *entry)
{
	const uint64_t far = 7919; /* a prime */
	unsigned int device = (unsigned int)(index / 2 * far % null_devices);

	*entry = (struct entry){.d_ino = index + 1, .d_off = index + 1, .d_reclen = sizeof *entry};
	name_of(device, entry->d_name, sizeof entry->d_name - sizeof ":1.0");
	if (index % 2)
		strcat(entry->d_name, ":1.0");
}

ssize_t null_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	struct file *file = file_of(fd);
	size_t length = 0;

	(void)kernel;
	null_calls++;
	for (; file->listed < 2 * null_devices && length + sizeof(struct entry) <= size;
	     file->listed++, length += sizeof(struct entry)) {
		struct entry entry;

		make_entry(file->listed, &entry);
		memcpy((char *)buf + length, &entry, sizeof entry);
	}
	return (ssize_t)length;
}

/* ---- usbfs ----------------------------------------------------------------------------------- */

/* The mark of an URB in flight is where the kernel writes when it is reaped. */
static void end_urb(struct file *node, struct usbdevfs_urb *urb, int status)
{
	urb->error_count = 0;
	urb->status = status;
	if (node->first == node->end)
		node->first = node->end = 0;
	node->ended[node->end++] = urb;
	shown_node = node;
}

static int submit(struct file *node, struct usbdevfs_urb *urb)
{
	if (holding) {
		pthread_mutex_lock(&lock);
		urb->error_count = 1;
		last_submitted = urb;
		last_node = node;
		pthread_mutex_unlock(&lock);
	} else {
		end_urb(node, urb, 0);
	}
	return 0;
}

static int discard(struct file *node, struct usbdevfs_urb *urb)
{
	bool in_flight;

	pthread_mutex_lock(&lock);
	in_flight = holding && urb->error_count;
	if (in_flight) {
		end_urb(node, urb, -ENOENT);
		pthread_cond_signal(&something_ended);
	}
	pthread_mutex_unlock(&lock);
	return in_flight ? 0 : -EINVAL;
}

static int take_ended(struct file *node, struct usbdevfs_urb **out)
{
	struct usbdevfs_urb *urb;

	if (node->first == node->end)
		return -EAGAIN;
	urb = node->ended[node->first++];
	urb->actual_length = urb->status ? 0 : urb->buffer_length;
	if (urb->type == USBDEVFS_URB_TYPE_ISO)
		for (int i = 0; i < urb->number_of_packets; i++)
			urb->iso_frame_desc[i].actual_length = urb->iso_frame_desc[i].length;
	*out = urb;
	return 0;
}

static int reap(struct file *node, void *out)
{
	int err;

	if (!holding)
		return take_ended(node, out);
	pthread_mutex_lock(&lock);
	err = take_ended(node, out);
	pthread_mutex_unlock(&lock);
	return err;
}

int null_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	struct file *node = file_of(fd);

	(void)kernel;
	switch (request) {
	case USBDEVFS_SUBMITURB:
		return submit(node, arg);
	case USBDEVFS_REAPURBNDELAY:
		return reap(node, arg);
	case USBDEVFS_DISCARDURB:
		return discard(node, arg);
	case USBDEVFS_CONTROL:
		return ((const struct usbdevfs_ctrltransfer *)arg)->wLength;
	case USBDEVFS_GET_CAPABILITIES:
		*(uint32_t *)arg = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
				   USBDEVFS_CAP_BULK_SCATTER_GATHER |
				   USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
		return 0;
	case USBDEVFS_SETINTERFACE:
		altsetting = (unsigned char)((struct usbdevfs_setinterface *)arg)->altsetting;
		return 0;
	case USBDEVFS_CLAIMINTERFACE:
	case USBDEVFS_RELEASEINTERFACE:
		return 0;
	}
	return -ENOTTY;
}

/* The condition's clock is the time of day. */
static struct timespec deadline_of(const struct timespec *remaining)
{
	struct timespec at;

	clock_gettime(CLOCK_REALTIME, &at);
	at.tv_sec += remaining->tv_sec;
	at.tv_nsec += remaining->tv_nsec;
	if (at.tv_nsec >= 1000000000) {
		at.tv_nsec -= 1000000000;
		at.tv_sec++;
	}
	return at;
}

static bool await_ended(const struct file *node, struct timespec *remaining)
{
	struct timespec deadline = remaining ? deadline_of(remaining) : (struct timespec){0};
	int err = 0;

	pthread_mutex_lock(&lock);
	sleepers++;
	while (node->first == node->end && err == 0)
		err = remaining ? pthread_cond_timedwait(&something_ended, &lock, &deadline)
				: pthread_cond_wait(&something_ended, &lock);
	sleepers--;
	pthread_mutex_unlock(&lock);
	return err == 0;
}

int null_ppoll(void *kernel, struct pollfd *fds, unsigned int count, struct timespec *remaining)
{
	const struct file *node = file_of(fds[0].fd);

	(void)kernel;
	(void)count;
	if (holding ? await_ended(node, remaining) : node->first != node->end) {
		fds[0].revents = POLLOUT;
		return 1;
	}
	if (remaining)
		*remaining = (struct timespec){0};
	return 0;
}

/* ---- the poll set: one, for edges of nodes ----------------------------------------------------
 */

int null_epoll_create1(void *kernel, int flags)
{
	(void)kernel;
	(void)flags;
	return open_file(EPOLL, 0, "");
}

int null_eventfd2(void *kernel, unsigned int value, int flags)
{
	(void)kernel;
	(void)value;
	(void)flags;
	return open_file(EVENT, 0, "");
}

int null_epoll_ctl(void *kernel, int epfd, int operation, int fd, struct epoll_event *event)
{
	(void)kernel;
	(void)epfd;
	if (operation == EPOLL_CTL_ADD)
		file_of(fd)->key = event->data.u64;
	return 0;
}

int null_epoll_wait(void *kernel, int epfd, struct epoll_event *events, int count, int timeout_ms)
{
	(void)kernel;
	(void)epfd;
	(void)count;
	(void)timeout_ms;
	if (!shown_node)
		return 0;
	*events = (struct epoll_event){.events = EPOLLOUT, .data.u64 = shown_node->key};
	shown_node = NULL;
	return 1;
}

void null_hold(void)
{
	holding = true;
}

void null_complete(void)
{
	pthread_mutex_lock(&lock);
	end_urb(last_node, last_submitted, 0);
	pthread_cond_signal(&something_ended);
	pthread_mutex_unlock(&lock);
}

unsigned int null_sleepers(void)
{
	unsigned int count;

	pthread_mutex_lock(&lock);
	count = sleepers;
	pthread_mutex_unlock(&lock);
	return count;
}

/* ---- the table, and a backend on it ---------------------------------------------------------- */

/* A monitor goes by the time alone, having listed what is there. */
static const struct cusb_syscalls table = {
	.openat = null_openat,
	.close = null_close,
	.pread = null_pread,
	.getdents64 = null_getdents64,
	.ioctl = null_ioctl,
	.ppoll = null_ppoll,
#ifndef BASE /* it had no wait sets */
	.epoll_create1 = null_epoll_create1,
	.epoll_ctl = null_epoll_ctl,
	.epoll_wait = null_epoll_wait,
	.eventfd2 = null_eventfd2,
#endif
};

static struct cusb_backend *backend;

__attribute__((destructor)) static void tear_down(void)
{
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
}

__attribute__((constructor)) static void set_up(void)
{
	const struct cusb_usbfs_options options = {
		.sysfs_root = "/null",
		.device_root = NODES_ROOT,
		.syscalls = &table,
	};

	if (cusb_usbfs_new(&options, &backend) < 0) {
		fprintf(stderr, "bench: no memory for the null kernel\n");
		exit(1);
	}
	cusb_set_default_backend(backend);
}
