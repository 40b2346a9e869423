/* SPDX-License-Identifier: MIT */
#include "compat/libusb-0.1/world.h"

struct cusb_virtual_kernel *lw_kernel;
usb_dev_handle *lw_handle;
static struct cusb_backend *backend;

void lw_begin(void)
{
	ck_assert_int_eq(cusb_virtual_kernel_new(&lw_kernel), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(lw_kernel, &backend), 0);
	cusb_set_default_backend(backend);
	lw_handle = NULL;
}

void lw_begin_opened(void)
{
	lw_begin();
	lw_handle = lw_open("loopback", "1-1");
}

void lw_unlist(void)
{
	struct cusb_virtual_kernel *kernel;
	struct cusb_backend *empty;

	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &empty), 0);
	cusb_set_default_backend(empty);
	ck_assert_int_ge(usb_find_busses(), 0);
	ck_assert_ptr_null(usb_busses);
	cusb_set_default_backend(backend);
	cusb_usbfs_free(empty);
	cusb_virtual_kernel_free(kernel);
}

void lw_end(void)
{
	if (lw_handle)
		usb_close(lw_handle);
	lw_unlist();
	cusb_set_default_backend(NULL);
	ck_assert_uint_eq(virtual_kernel_open_fds(lw_kernel), 0);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(lw_kernel);
}

void lw_plug_model(const struct cusb_virtual_model *model, const char *name)
{
	ck_assert_ptr_nonnull(model);
	ck_assert_int_eq(cusb_virtual_plug(lw_kernel, model, name), 0);
}

void lw_plug(const char *model, const char *name)
{
	lw_plug_model(cusb_virtual_find_model(model), name);
}

void lw_unplug(const char *name)
{
	ck_assert_int_eq(cusb_virtual_unplug(lw_kernel, name), 0);
}

int lw_scan(void)
{
	int busses = usb_find_busses(), devices = usb_find_devices();

	ck_assert_int_ge(busses, 0);
	ck_assert_int_ge(devices, 0);
	return busses + devices;
}

struct usb_device *lw_device(const char *name)
{
	for (struct usb_bus *bus = usb_busses; bus; bus = bus->next)
		for (struct usb_device *dev = bus->devices; dev; dev = dev->next)
			if (strcmp(((struct cusb_device *)dev->dev)->name, name) == 0)
				return dev;
	return NULL;
}

usb_dev_handle *lw_open(const char *model, const char *name)
{
	usb_dev_handle *handle;

	lw_plug(model, name);
	lw_scan();
	handle = usb_open(lw_device(name));
	ck_assert_ptr_nonnull(handle);
	return handle;
}
