/* SPDX-License-Identifier: MIT */
/*
 * The floor: the system calls that the work needs, and nothing around them. It knows what it is
 * used for: one thread, one device, nothing in flight but its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/usb/ch9.h>
#include <linux/usbdevice_fs.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench.h"

#define DEVICES "/sys/bus/usb/devices"
/* The most that the kernel takes in one URB where the host controller has no long lists. */
#define URB_MAX (4 * 1024 * 1024)

struct entry { /* struct linux_dirent64 */
	unsigned long long d_ino;
	long long d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[];
};

typedef int (*device_fn)(int dir, const char *name, const struct usb_device_descriptor *descriptor,
			 void *user);

static int node = -1;
static unsigned int seen;

static int fail(const char *what)
{
	fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
	return -1;
}

static ssize_t read_attribute(int dir, const char *name, const char *attribute, void *buf,
			      size_t size)
{
	char path[300];
	ssize_t n;
	int fd;

	stpcpy(stpcpy(stpcpy(path, name), "/"), attribute);
	fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, buf, size);
	close(fd);
	return n;
}

/* Calls `each` for every device until it gives other than 0; the devices visited, or -1. */
static int walk(device_fn each, void *user)
{
	static char names[32768] __attribute__((aligned(8))), descriptors[65536];
	int dir = open(DEVICES, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int count = 0;
	bool over = false;
	long got;

	if (dir < 0)
		return -1;
	while (!over && (got = syscall(SYS_getdents64, dir, names, sizeof names)) > 0) {
		for (long at = 0; !over && at < got;) {
			const struct entry *entry = (const void *)(names + at);

			at += entry->d_reclen;
			if (entry->d_name[0] == '.' || strchr(entry->d_name, ':'))
				continue;
			if (read_attribute(dir, entry->d_name, "descriptors", descriptors,
					   sizeof descriptors) < USB_DT_DEVICE_SIZE)
				continue;
			count++;
			over = each(dir, entry->d_name, (const void *)descriptors, user) != 0;
		}
	}
	close(dir);
	return count;
}

static int look(int dir, const char *name, const struct usb_device_descriptor *descriptor,
		void *user)
{
	(void)dir;
	(void)name;
	(void)user;
	seen += descriptor->idVendor ^ descriptor->idProduct;
	return 0;
}

int stack_list(void)
{
	int count = walk(look, NULL);

	return count < 0 ? fail(DEVICES) : count;
}

static int number(int dir, const char *name, const char *attribute)
{
	char text[16] = "";

	return read_attribute(dir, name, attribute, text, sizeof text - 1) > 0 ? atoi(text) : 0;
}

static int open_if_wanted(int dir, const char *name, const struct usb_device_descriptor *descriptor,
			  void *idProduct)
{
	char path[64];

	if (descriptor->idVendor != BENCH_VENDOR ||
	    descriptor->idProduct != *(unsigned int *)idProduct)
		return 0;
	snprintf(path, sizeof path, "/dev/bus/usb/%03d/%03d", number(dir, name, "busnum"),
		 number(dir, name, "devnum"));
	node = open(path, O_RDWR | O_CLOEXEC);
	return 1;
}

int stack_open(unsigned int idProduct, unsigned int alternate)
{
	struct usbdevfs_setinterface setting = {.altsetting = alternate};
	unsigned int interface = 0;

	errno = ENODEV;
	if (walk(open_if_wanted, &idProduct) < 0 || node < 0 ||
	    ioctl(node, USBDEVFS_CLAIMINTERFACE, &interface) != 0 ||
	    (alternate && ioctl(node, USBDEVFS_SETINTERFACE, &setting) != 0))
		return fail("open");
	return 0;
}

void stack_close(void)
{
	close(node);
}

static int run_urb(unsigned int endpoint, void *data, size_t length)
{
	struct usbdevfs_urb urb = {
		.type = USBDEVFS_URB_TYPE_BULK,
		.endpoint = (unsigned char)endpoint,
		.buffer = data,
		.buffer_length = (int)length,
	};
	struct pollfd pollfd = {.fd = node, .events = POLLOUT};
	struct usbdevfs_urb *done;

	if (ioctl(node, USBDEVFS_SUBMITURB, &urb) != 0)
		return -1;
	errno = ETIMEDOUT;
	if (poll(&pollfd, 1, BENCH_TIMEOUT_MS) != 1)
		return -1;
	if (ioctl(node, USBDEVFS_REAPURBNDELAY, &done) != 0)
		return -1;
	errno = -urb.status;
	return urb.status == 0 && urb.actual_length == urb.buffer_length ? 0 : -1;
}

int stack_bulk(unsigned int endpoint, void *data, size_t length)
{
	for (size_t at = 0; at < length; at += URB_MAX) {
		size_t part = length - at < URB_MAX ? length - at : URB_MAX;

		if (run_urb(endpoint, (char *)data + at, part) != 0)
			return fail("bulk");
	}
	return 0;
}

int stack_control(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		  void *data, size_t length)
{
	struct usbdevfs_ctrltransfer transfer = {
		.bRequestType = (unsigned char)bmRequestType,
		.bRequest = (unsigned char)bRequest,
		.wValue = (unsigned short)wValue,
		.wLength = (unsigned short)length,
		.timeout = BENCH_TIMEOUT_MS,
		.data = data,
	};

	return ioctl(node, USBDEVFS_CONTROL, &transfer) == (int)length ? 0 : fail("control");
}

/* Submits again what is reaped. One look too many in each batch tells that it is at its end. */
static int reap_batch(unsigned int *in_flight, unsigned int *to_submit)
{
	struct usbdevfs_urb *urb;

	while (*in_flight > 0) {
		if (ioctl(node, USBDEVFS_REAPURBNDELAY, &urb) != 0)
			return errno == EAGAIN ? 0 : -1;
		errno = -urb->status;
		if (urb->status != 0 || urb->error_count != 0)
			return -1;
		(*in_flight)--;
		if (*to_submit == 0)
			continue;
		if (ioctl(node, USBDEVFS_SUBMITURB, urb) != 0)
			return -1;
		(*to_submit)--;
		(*in_flight)++;
		if (*in_flight == 1)
			return 0;
	}
	return 0;
}

static int pump(struct usbdevfs_urb **urbs, unsigned int depth, unsigned int count)
{
	struct pollfd pollfd = {.fd = node, .events = POLLOUT};
	unsigned int in_flight = 0;

	for (; in_flight < depth && count > 0; in_flight++, count--) {
		if (ioctl(node, USBDEVFS_SUBMITURB, urbs[in_flight]) != 0)
			return fail("submit");
	}
	while (in_flight > 0) {
		if (poll(&pollfd, 1, -1) != 1 || reap_batch(&in_flight, &count) != 0)
			return fail("queue");
	}
	return 0;
}

static struct usbdevfs_urb *new_urb(unsigned int endpoint, void *data, size_t length,
				    unsigned int packets)
{
	struct usbdevfs_urb *urb =
		calloc(1, sizeof *urb + packets * sizeof(struct usbdevfs_iso_packet_desc));

	if (!urb)
		return NULL;
	urb->type = packets ? USBDEVFS_URB_TYPE_ISO : USBDEVFS_URB_TYPE_BULK;
	urb->flags = packets ? USBDEVFS_URB_ISO_ASAP : 0;
	urb->endpoint = (unsigned char)endpoint;
	urb->buffer = data;
	urb->buffer_length = (int)length;
	urb->number_of_packets = (int)packets;
	for (unsigned int i = 0; i < packets; i++)
		urb->iso_frame_desc[i].length = BENCH_ISO_PACKET;
	return urb;
}

static int queue(unsigned int endpoint, void *data, size_t length, unsigned int packets,
		 unsigned int depth, unsigned int count)
{
	struct usbdevfs_urb *urbs[BENCH_DEPTH_MAX] = {0};
	int err = 0;

	for (unsigned int i = 0; i < depth && err == 0; i++) {
		urbs[i] = new_urb(endpoint, (char *)data + i * length, length, packets);
		if (!urbs[i])
			err = fail("queue");
	}
	if (err == 0)
		err = pump(urbs, depth, count);
	for (unsigned int i = 0; i < depth; i++)
		free(urbs[i]);
	return err;
}

int stack_stream(unsigned int endpoint, void *data, size_t length, unsigned int depth,
		 unsigned int count)
{
	return queue(endpoint, data, length, 0, depth, count);
}

int stack_iso(unsigned int endpoint, void *data, unsigned int depth, unsigned int count)
{
	return queue(endpoint, data, BENCH_ISO_PACKETS * BENCH_ISO_PACKET, BENCH_ISO_PACKETS, depth,
		     count);
}
