/* SPDX-License-Identifier: MIT */
/* Handles, the lists of buses and devices, and opening. */
#include <stdlib.h>

#include "compat/openusb/internal.h"

int32_t openusb_init(uint32_t flags, uint64_t *handle)
{
	(void)flags;
	if (!handle)
		return refuse_call(OPENUSB_BADARG, "openusb_init: no room for the handle");
	return number_new(NUMBER_HANDLE, 0, NULL, handle);
}

void openusb_fini(uint64_t handle)
{
	number_end(NUMBER_HANDLE, handle, __func__);
}

static int32_t check_handle(uint64_t handle, const char *call)
{
	struct cusb_device *none;

	return number_find(NUMBER_HANDLE, handle, &none, call);
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* Finds the devices that match, and makes a list for their numbers. The caller frees both. */
static int32_t begin_list(uint64_t handle, const struct cusb_match *match, const void *numbers,
			  const void *count, struct cusb_device ***found, uint64_t **list,
			  const char *call)
{
	int32_t code = check_handle(handle, call);
	ssize_t n;

	if (code != OPENUSB_SUCCESS)
		return code;
	if (!numbers || !count)
		return refuse_call(OPENUSB_BADARG, "%s: no room for the list", call);
	n = cusb_find_all(match, found);
	if (n < 0)
		return code_of_error((int)n);
	*list = calloc((size_t)n + 1, sizeof **list);
	if (*list)
		return OPENUSB_SUCCESS;
	cusb_free_list(*found);
	return OPENUSB_NO_RESOURCES;
}

/* Devices come in order of bus. */
int32_t openusb_get_busid_list(uint64_t handle, uint64_t **busids, uint32_t *count)
{
	struct cusb_device **found;
	uint64_t *list = NULL;
	int32_t code = begin_list(handle, NULL, busids, count, &found, &list, __func__);
	uint32_t n = 0;

	if (code != OPENUSB_SUCCESS)
		return code;
	for (struct cusb_device **dev = found; *dev; dev++)
		if (n == 0 || list[n - 1] != (*dev)->bus)
			list[n++] = (*dev)->bus;
	cusb_free_list(found);
	*count = n;
	*busids = list;
	return OPENUSB_SUCCESS;
}

void openusb_free_busid_list(uint64_t *busids)
{
	free(busids);
}

int32_t openusb_get_devids_by_bus(uint64_t handle, uint64_t busid, uint64_t **devids,
				  uint32_t *count)
{
	struct cusb_device **found;
	uint64_t *list = NULL;
	/* No bus has the number 0. */
	const struct cusb_match *match =
		CUSB_MATCH(bus, busid > UINT16_MAX ? 0 : (unsigned int)busid);
	int32_t code = begin_list(handle, match, devids, count, &found, &list, __func__);
	uint32_t n = 0;

	if (code != OPENUSB_SUCCESS)
		return code;
	number_end_unplugged(handle, busid, found);
	for (; code == OPENUSB_SUCCESS && found[n]; n++)
		code = number_listed(handle, found[n], &list[n]);
	cusb_free_list(found);
	if (code != OPENUSB_SUCCESS) {
		free(list);
		return code;
	}
	*count = n;
	*devids = list;
	return OPENUSB_SUCCESS;
}

void openusb_free_devid_list(uint64_t *devids)
{
	free(devids);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Each open device has its own object, and therefore its own claims. */
static int32_t open_copy(struct cusb_device *listed, struct cusb_device **opened)
{
	int err = cusb_device_copy(listed, opened);

	if (err < 0)
		return code_of_error(err);
	err = cusb_open(*opened);
	if (err < 0)
		cusb_device_free(*opened);
	return code_of_error(err);
}

int32_t openusb_open_device(uint64_t handle, uint64_t devid, uint32_t flags, uint64_t *dev)
{
	struct cusb_device *listed, *opened;
	int32_t code = check_handle(handle, __func__);

	(void)flags;
	if (code != OPENUSB_SUCCESS)
		return code;
	if (!dev)
		return refuse_call(OPENUSB_BADARG, "openusb_open_device: no room for the device");
	code = number_find(NUMBER_LISTED, devid, &listed, __func__);
	if (code != OPENUSB_SUCCESS)
		return code;
	code = open_copy(listed, &opened);
	cusb_device_free(listed);
	if (code != OPENUSB_SUCCESS)
		return code;
	code = number_new(NUMBER_OPEN, handle, opened, dev);
	if (code != OPENUSB_SUCCESS)
		cusb_device_free(opened);
	return code;
}

int32_t openusb_close_device(uint64_t dev)
{
	return number_end(NUMBER_OPEN, dev, __func__);
}
