/* SPDX-License-Identifier: MIT */
/*
 * A backend of your own, with one made-up device: a counter that vendor request 1 advances. Behind
 * a backend may as well be a serial line, a network or another USB stack. <cusb/backend.h> has the
 * contract; what is left out, here claiming and all other transfers, gives -ENOSYS.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <cusb/cusb.h>

/* As a device sends them. */
static const uint8_t descriptors[] = {
	/* the device */
	18, 1, 0x00, 0x02, 0xff, 0, 0, 64, 0xfe, 0xff, 0xd6, 0x00, 0x00, 0x01, 0, 0, 0, 1,
	/* its configuration, with an interface */
	9, 2, 18, 0, 1, 1, 0, 0x80, 50, 9, 4, 0, 0, 0, 0xff, 0, 0, 0};

/* Tells of each device that is there; the library copies what it wants to keep. */
static int enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		     void *user)
{
	struct cusb_candidate counter = {.name = "counter",
					 .bus = 1,
					 .address = 1,
					 .descriptors = descriptors,
					 .descriptors_length = sizeof descriptors};

	return visit(&counter, user);
}

/* What an open device is, is the backend's own affair. */
struct cusb_handle {
	uint8_t count;
};

static int open_device(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		       struct cusb_handle **handle)
{
	*handle = calloc(1, sizeof **handle);
	return *handle ? 0 : -ENOMEM;
}

static void close_device(struct cusb_handle *handle)
{
	free(handle);
}

static ssize_t control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		       int timeout_ms)
{
	if (setup->bmRequestType != 0xc0 || setup->bRequest != 1 || setup->wLength == 0)
		return -EPIPE; /* what a device does with a request that it does not know */
	*(uint8_t *)data = ++handle->count;
	return 1;
}

int main(void)
{
	struct cusb_backend mine = {.version = CUSB_BACKEND_VERSION,
				    .name = "mine",
				    .enumerate = enumerate,
				    .open = open_device,
				    .close = close_device,
				    .control = control};
	struct cusb_device *dev;
	unsigned char count = 0;
	ssize_t n = cusb_find(CUSB_MATCH(backend, &mine, idVendor, 0xfffe), &dev);

	if (n < 0)
		errx(1, "%s", cusb_error_text((int)n));
	while (n >= 0 && count < 3) {
		n = cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, &count, 1, CUSB_DEFAULT_TIMEOUT);
		printf("%s: %s, %d\n", dev->name, cusb_strerror(n < 0 ? (int)n : 0), count);
	}
	cusb_device_free(dev);
	return n < 0;
}
