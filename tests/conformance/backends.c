/* SPDX-License-Identifier: MIT */
/* Backends: one of one's own with as little as find needs, and the native one's options. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "seam.h"

#define DEVICES 4

/* Device descriptors of 04d8:0000 to 0003, with one configuration that is empty. */
static int enumerate(struct cusb_backend *backend, const char *only, cusb_visit_fn visit,
		     void *user)
{
	uint8_t bytes[27] = {18, 1, 0, 2, 0, 0, 0, 8, 0xd8, 4, 0, 0,	1, 0,
			     1,	 2, 3, 1, 9, 2, 9, 0, 0,    1, 0, 0x80, 50};
	char name[16];
	struct cusb_candidate candidate = {.name = name,
					   .bus = 1,
					   .port_count = 1,
					   .descriptors = bytes,
					   .descriptors_length = sizeof bytes};
	int result = 0;

	(void)backend;
	(void)only;
	for (uint8_t i = 0; i < DEVICES && result == 0; i++) {
		snprintf(name, sizeof name, "1-%d", i + 1);
		bytes[10] = i;
		candidate.port_numbers[0] = (uint8_t)(i + 1);
		result = visit(&candidate, user);
	}
	return result;
}

static int address(struct cusb_backend *backend, const struct cusb_candidate *candidate)
{
	(void)backend;
	return candidate->port_numbers[0] + 1;
}

static struct cusb_backend fake = {.version = CUSB_BACKEND_VERSION,
				   .name = "fake",
				   .enumerate = enumerate,
				   .address = address};

static int is_first(struct cusb_device *dev, void *user)
{
	(void)user;
	return dev->idProduct == 1;
}

/* PyUSB's find tests, on its four devices. */
CASE(find_on_a_backend_that_can_only_enumerate)
{
	struct cusb_device *dev = NULL, **list = NULL;

	CHECK_INT(cusb_find(CUSB_MATCH(backend, &fake, idProduct, 99), &dev), -ENODEV);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, &fake, idProduct, 1), &dev));
	CHECK_INT(dev->idProduct, 1);
	CHECK_INT(dev->address, 3);
	CHECK_STR(dev->name, "1-2");
	cusb_device_free(dev);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, &fake), &list), 4);
	cusb_free_list(list);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, &fake, idProduct, 1), &list), 1);
	cusb_free_list(list);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, &fake, custom_device, is_first), &list), 1);
	cusb_free_list(list);
	CHECK_INT(
		cusb_find_all(CUSB_MATCH(backend, &fake, custom_device, is_first, idVendor, 0x04d8),
			      &list),
		1);
	cusb_free_list(list);
}

CASE(what_a_backend_lacks_is_not_supported)
{
	struct cusb_device *dev = NULL;
	const struct cusb_configuration *cfg = NULL;
	char byte;

	CHECK_OK(cusb_find(CUSB_MATCH(backend, &fake), &dev));
	CHECK_EITHER(cusb_device_speed(dev), CUSB_SPEED_UNKNOWN, -ENOSYS);
	CHECK_INT(cusb_open(dev), -ENOSYS);
	CHECK_INT(cusb_active_configuration(dev, &cfg), -ENOSYS);
	CHECK_INT(cusb_read(dev, 0x81, &byte, 1, 100), -ENOSYS);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, &byte, 1, 100), -ENOSYS);
	CHECK_INT(cusb_claim_interface(dev, 0), -ENOSYS);
	CHECK_INT(cusb_set_configuration(dev, 1), -ENOSYS);
	CHECK_INT(cusb_reset(dev), -ENOSYS);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), -ENOSYS);
	CHECK(!cusb_is_open(dev));
	cusb_close(dev);
	cusb_dispose_resources(dev);
	cusb_device_free(dev);
}

static int some_handle;

static int open_device(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		       struct cusb_handle **handle)
{
	(void)backend;
	(void)dev;
	(void)fd;
	some_handle++;
	*handle = (struct cusb_handle *)&some_handle;
	return 0;
}

static void close_device(struct cusb_handle *handle)
{
	CHECK(handle == (struct cusb_handle *)&some_handle);
	some_handle--;
}

static ssize_t control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		       int timeout_ms)
{
	CHECK(handle == (struct cusb_handle *)&some_handle);
	CHECK_INT(setup->bmRequestType, 0xc0);
	CHECK_INT(setup->bRequest, 5);
	CHECK_INT(setup->wValue, 0x1234);
	CHECK_INT(setup->wIndex, 0x5678);
	CHECK_INT(setup->wLength, 3);
	CHECK_INT(timeout_ms, 1000);
	memcpy(data, "ok", 2);
	return 2;
}

CASE(a_backend_with_control_transfers_only)
{
	struct cusb_backend mine = fake;
	struct cusb_device *dev = NULL;
	char data[3];

	mine.open = open_device;
	mine.close = close_device;
	mine.control = control;
	CHECK_OK(cusb_find(CUSB_MATCH(backend, &mine), &dev));
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 5, 0x1234, 0x5678, data, 3, CUSB_DEFAULT_TIMEOUT),
		  2);
	CHECK_BYTES(data, "ok", 2);
	CHECK_INT(cusb_claim_interface(dev, 0), -ENOSYS);
	CHECK_INT(cusb_reset(dev), -ENOSYS);
	CHECK_INT(some_handle, 1);
	cusb_device_free(dev);
	CHECK_INT(some_handle, 0);
}

CASE_NEEDS(no_sysfs_and_no_nodes, NEED_NATIVE)
{
	struct cusb_usbfs_options options = {.sysfs_root = "/nowhere", .device_root = "/nowhere"};
	struct cusb_backend *backend = NULL;
	struct cusb_device *dev = NULL, **list = NULL;
	struct cusb_monitor *monitor;
	struct cusb_event event;

	if (world.kernel) {
		options.syscalls = &virtual_syscalls;
		options.kernel = world.kernel;
	}
	world_plug("loopback");
	CHECK_OK(cusb_usbfs_new(&options, &backend));
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend), &dev), -ENODEV);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, backend), &list), 0);
	CHECK(!dev && list && !list[0]);
	cusb_free_list(list);
	CHECK_INT(cusb_wait_for_device(CUSB_MATCH(backend, backend), 1, &dev), -ETIMEDOUT);
	CHECK_OK(cusb_monitor_new(CUSB_MATCH(backend, backend), NULL, &monitor));
	CHECK_INT(cusb_monitor_next(monitor, CUSB_DONT_WAIT, &event), -EAGAIN);
	cusb_monitor_free(monitor);
	cusb_usbfs_free(backend);
}

CASE_NEEDS(no_device_nodes, NEED_NATIVE)
{
	char root[] = "/nowhere";
	struct cusb_usbfs_options options = {.device_root = root};
	struct cusb_backend *backend = NULL;
	struct cusb_device *dev = NULL;
	const char *text = NULL;

	if (world.kernel) {
		options.syscalls = &virtual_syscalls;
		options.kernel = world.kernel;
	}
	world_plug("loopback");
	CHECK_OK(cusb_usbfs_new(&options, &backend));
	memset(root, 'x', sizeof root - 1); /* they are copied */
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_serial_number(dev, &text));
	CHECK_STR(text, "0001-π");
	CHECK_INT(cusb_open(dev), -ENOENT);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -ENOENT);
	cusb_device_free(dev);
	cusb_usbfs_free(backend);
}

CASE(roots_that_are_too_long)
{
	char root[600];
	struct cusb_usbfs_options options = {.sysfs_root = root};
	struct cusb_backend *backend = NULL;

	memset(root, 'x', sizeof root);
	root[512] = '\0';
	CHECK_INT(cusb_usbfs_new(&options, &backend), -ENAMETOOLONG);
	options.sysfs_root = NULL;
	options.device_root = root;
	CHECK_INT(cusb_usbfs_new(&options, &backend), -ENAMETOOLONG);
	CHECK(!backend);
	root[511] = '\0';
	CHECK_OK(cusb_usbfs_new(&options, &backend));
	cusb_usbfs_free(backend);
	cusb_usbfs_free(NULL);
}

CASE(the_native_backend_is_always_there)
{
	struct cusb_backend *backend = NULL;

	CHECK(cusb_usbfs_default());
	CHECK(cusb_usbfs_default() == cusb_usbfs_default());
	CHECK_INT(cusb_usbfs_default()->version, CUSB_BACKEND_VERSION);
	CHECK_OK(cusb_usbfs_new(NULL, &backend));
	CHECK(backend != cusb_usbfs_default());
	cusb_usbfs_free(backend);
}

/* So the tutorial's programs run as they stand on another backend. */
CASE(a_default_backend_is_searched_when_none_is_named)
{
	struct cusb_device *dev = NULL;

	cusb_set_default_backend(&fake);
	CHECK_OK(cusb_find(CUSB_MATCH(idVendor, 0x04d8, idProduct, 3), &dev));
	cusb_device_free(dev);
	CHECK_OK(cusb_find(NULL, &dev));
	CHECK_INT(dev->idVendor, 0x04d8);
	cusb_device_free(dev);
	world_plug("loopback");
	cusb_set_default_backend(world.backend);
	CHECK_OK(cusb_find(CUSB_MATCH(idVendor, 0xfffe), &dev));
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
	CHECK_OK(
		cusb_find(CUSB_MATCH(backend, &fake, idProduct, 1), &dev)); /* what is named wins */
	cusb_device_free(dev);
	cusb_set_default_backend(NULL);
	CHECK(cusb_find(CUSB_MATCH(idVendor, 0x04d8, product, "none such"), &dev) < 0);
}

CASE(a_new_backend_makes_no_system_call)
{
	seam_begin();
	CHECK_INT(seam_count_all(), 0);
	seam_end();
}

/* The same device seen by two backends is not the same to the library: they may be two kernels. */
CASE_NEEDS(devices_of_different_backends, NEED_NATIVE)
{
	struct cusb_device *dev = plug_loopback(), *other = NULL;
	struct cusb_backend *backend = seam_begin();

	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, dev->name), &other));
	CHECK(!cusb_same_device(dev, other));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
	seam_end();
}
