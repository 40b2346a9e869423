/* SPDX-License-Identifier: MIT */
/* Many devices at once, each with one interrupt read in flight. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/usb/ch9.h>
#include <linux/usbdevice_fs.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench.h"

#define EVENTS 16

static int nodes[BENCH_MANY_MAX];
static struct usbdevfs_urb *urbs[BENCH_MANY_MAX];
static unsigned int opened;
static int epoll = -1;

static int fail(const char *what)
{
	fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
	return -1;
}

static bool is_wanted(int node, unsigned int idProduct)
{
	struct usb_device_descriptor descriptor;

	return read(node, &descriptor, USB_DT_DEVICE_SIZE) == USB_DT_DEVICE_SIZE &&
	       descriptor.idVendor == BENCH_VENDOR && descriptor.idProduct == idProduct;
}

static int begin_read(unsigned int i, unsigned char *data, size_t length)
{
	struct epoll_event event = {.events = EPOLLOUT | EPOLLET, .data.u32 = i};
	unsigned int interface = 0;

	urbs[i] = calloc(1, sizeof *urbs[i]);
	if (!urbs[i])
		return -1;
	urbs[i]->type = USBDEVFS_URB_TYPE_INTERRUPT;
	urbs[i]->endpoint = 0x81;
	urbs[i]->buffer = data;
	urbs[i]->buffer_length = (int)length;
	if (ioctl(nodes[i], USBDEVFS_CLAIMINTERFACE, &interface) != 0 ||
	    epoll_ctl(epoll, EPOLL_CTL_ADD, nodes[i], &event) != 0)
		return -1;
	return ioctl(nodes[i], USBDEVFS_SUBMITURB, urbs[i]);
}

int stack_open_many(unsigned int idProduct, void *data, size_t length)
{
	glob_t found;
	int err = 0;

	epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll < 0 || glob("/dev/bus/usb/*/*", 0, NULL, &found) != 0)
		return fail("open");
	for (size_t i = 0; i < found.gl_pathc && opened < BENCH_MANY_MAX && err == 0; i++) {
		nodes[opened] = open(found.gl_pathv[i], O_RDWR | O_CLOEXEC);
		if (is_wanted(nodes[opened], idProduct)) {
			err = begin_read(opened, (unsigned char *)data + opened * length, length);
			opened++;
		} else {
			close(nodes[opened]);
		}
	}
	globfree(&found);
	return err ? fail("open") : 0;
}

static int read_again(int node)
{
	struct usbdevfs_urb *urb;

	if (ioctl(node, USBDEVFS_REAPURBNDELAY, &urb) != 0 || urb->status != 0)
		return -1;
	return ioctl(node, USBDEVFS_SUBMITURB, urb);
}

int stack_serve(unsigned int count)
{
	struct epoll_event events[EVENTS];

	while (count > 0) {
		int n = epoll_wait(epoll, events, count < EVENTS ? (int)count : EVENTS, -1);

		for (int i = 0; i < n; i++)
			if (read_again(nodes[events[i].data.u32]) != 0)
				return fail("serve");
		if (n < 0)
			return fail("serve");
		count -= (unsigned int)n;
	}
	return 0;
}

void stack_close_many(void)
{
	for (unsigned int i = 0; i < opened; i++) {
		close(nodes[i]);
		free(urbs[i]);
	}
	close(epoll);
}
