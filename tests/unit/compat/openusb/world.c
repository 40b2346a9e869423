/* SPDX-License-Identifier: MIT */
#include "compat/openusb/world.h"

struct cusb_virtual_kernel *ow_kernel;
uint64_t ow_handle, ow_dev;
static struct cusb_backend *backend;

void ow_begin(void)
{
	ck_assert_int_eq(cusb_virtual_kernel_new(&ow_kernel), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(ow_kernel, &backend), 0);
	cusb_set_default_backend(backend);
	ck_assert_int_eq(openusb_init(0, &ow_handle), OPENUSB_SUCCESS);
	ow_dev = 0;
}

static uint64_t open_last(void)
{
	uint64_t *devids, dev;
	uint32_t count;

	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, &devids, &count), 0);
	ck_assert_int_eq(openusb_open_device(ow_handle, devids[count - 1], 0, &dev), 0);
	openusb_free_devid_list(devids);
	return dev;
}

void ow_begin_opened(void)
{
	ow_begin();
	ow_plug("loopback", "1-1");
	ow_dev = open_last();
}

void ow_end(void)
{
	if (ow_dev)
		ck_assert_int_eq(openusb_close_device(ow_dev), OPENUSB_SUCCESS);
	openusb_fini(ow_handle);
	cusb_set_default_backend(NULL);
	ck_assert_uint_eq(virtual_kernel_open_fds(ow_kernel), 0);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(ow_kernel);
}

void ow_plug(const char *model, const char *name)
{
	ck_assert_int_eq(cusb_virtual_plug(ow_kernel, cusb_virtual_find_model(model), name), 0);
}

void ow_unplug(const char *name)
{
	ck_assert_int_eq(cusb_virtual_unplug(ow_kernel, name), 0);
}

uint32_t ow_list(uint64_t bus, uint64_t *first)
{
	uint64_t *devids;
	uint32_t count;

	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, bus, &devids, &count), 0);
	*first = count ? devids[0] : 0;
	openusb_free_devid_list(devids);
	return count;
}

uint64_t ow_open_model(const struct cusb_virtual_model *model)
{
	ck_assert_int_eq(cusb_virtual_plug(ow_kernel, model, "1-2"), 0);
	return open_last();
}

uint64_t ow_open(const char *model)
{
	return ow_open_model(cusb_virtual_find_model(model));
}
