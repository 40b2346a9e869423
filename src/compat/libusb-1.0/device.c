/* SPDX-License-Identifier: MIT */
/* A device: its references and its place. */
#include <stdlib.h>
#include <string.h>

#include "compat/libusb-1.0/device.h"
#include "compat/libusb-1.0/log.h"

struct libusb_device *make_device(struct libusb_context *ctx, struct cusb_device *core,
				  struct libusb_device *parent)
{
	struct libusb_device *dev = calloc(1, sizeof *dev);

	if (!dev) {
		cusb_device_free(core);
		libusb_unref_device(parent);
		return NULL;
	}
	atomic_init(&dev->references, 1);
	atomic_init(&dev->ctx, ctx);
	atomic_init(&dev->plugged, true);
	dev->core = core;
	dev->parent = parent;
	return dev;
}

libusb_device *libusb_ref_device(libusb_device *dev)
{
	atomic_fetch_add_explicit(&dev->references, 1, memory_order_relaxed);
	return dev;
}

void libusb_unref_device(libusb_device *dev)
{
	struct libusb_device *parent;

	for (; dev; dev = parent) {
		if (atomic_fetch_sub_explicit(&dev->references, 1, memory_order_acq_rel) > 1)
			return;
		log_debug(dev->ctx, "destroy device %d.%d", dev->core->bus, dev->core->address);
		parent = dev->parent;
		cusb_device_free(dev->core);
		free(dev);
	}
}

/* ---- its place ------------------------------------------------------------------------------- */

uint8_t libusb_get_bus_number(libusb_device *dev)
{
	return (uint8_t)dev->core->bus;
}

uint8_t libusb_get_device_address(libusb_device *dev)
{
	return dev->core->address;
}

unsigned long libusb_get_session_data(libusb_device *dev)
{
	return dev->wrapped ? 0 : (unsigned long)dev->core->bus << 8 | dev->core->address;
}

/* Those of a wrapped device are not told, although the core may know them. */
static int port_count(const struct libusb_device *dev)
{
	return dev->wrapped ? 0 : dev->core->port_count;
}

uint8_t libusb_get_port_number(libusb_device *dev)
{
	int count = port_count(dev);

	return count ? dev->core->port_numbers[count - 1] : 0;
}

int libusb_get_port_numbers(libusb_device *dev, uint8_t *port_numbers, int length)
{
	int count = port_count(dev);

	if (length <= 0)
		return LIBUSB_ERROR_INVALID_PARAM;
	if (count > length)
		return LIBUSB_ERROR_OVERFLOW;
	memcpy(port_numbers, dev->core->port_numbers, (size_t)count);
	return count;
}

int libusb_get_port_path(libusb_context *ctx, libusb_device *dev, uint8_t *path, uint8_t length)
{
	(void)ctx;
	return libusb_get_port_numbers(dev, path, length);
}

libusb_device *libusb_get_parent(libusb_device *dev)
{
	return dev->parent;
}

int libusb_get_device_speed(libusb_device *dev)
{
	int speed = cusb_device_speed(dev->core);

	return speed < 0 ? LIBUSB_SPEED_UNKNOWN : speed;
}
