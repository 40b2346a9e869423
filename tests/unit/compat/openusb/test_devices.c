/* SPDX-License-Identifier: MIT */
/* Handles, lists and opening: the numbers that stand for them. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "compat/openusb/world.h"
#include "fail_alloc.h"

FIXTURE(ow_begin, ow_end)

CASE(busses_are_listed_in_order)
{
	uint64_t *busids;
	uint32_t count;

	ow_plug("loopback", "2-1");
	ow_plug("loopback", "1-1");
	ow_plug("loopback", "1-2");
	ck_assert_int_eq(openusb_get_busid_list(ow_handle, &busids, &count), OPENUSB_SUCCESS);
	ck_assert_uint_eq(count, 2);
	ck_assert_uint_eq(busids[0], 1);
	ck_assert_uint_eq(busids[1], 2);
	openusb_free_busid_list(busids);
}

CASE(no_device_is_an_empty_list)
{
	uint64_t *list, first;
	uint32_t count = 7;

	ck_assert_int_eq(openusb_get_busid_list(ow_handle, &list, &count), OPENUSB_SUCCESS);
	ck_assert_uint_eq(count, 0);
	openusb_free_busid_list(list);
	ck_assert_uint_eq(ow_list(1, &first), 0);
}

CASE(bus_that_is_not_there_has_no_devices)
{
	uint64_t first;

	ow_plug("loopback", "1-1");
	ck_assert_uint_eq(ow_list(0, &first), 0);
	ck_assert_uint_eq(ow_list(2, &first), 0);
	ck_assert_uint_eq(ow_list(0x10001, &first), 0);
	ck_assert_uint_eq(ow_list(UINT64_MAX, &first), 0);
	ck_assert_uint_eq(ow_list(1, &first), 2);
}

CASE(device_keeps_its_number)
{
	uint64_t root, again, of_other_bus;

	ow_plug("loopback", "1-1");
	ow_plug("loopback", "2-1");
	ow_list(1, &root);
	ow_list(2, &of_other_bus);
	ow_plug("loopback", "1-2");
	ck_assert_uint_eq(ow_list(1, &again), 3);
	ck_assert_uint_eq(root, again);
	ck_assert_uint_ne(root, of_other_bus);
	ow_list(2, &again);
	ck_assert_uint_eq(of_other_bus, again);
}

CASE(unplugged_device_loses_its_number)
{
	struct openusb_device_desc desc;
	uint64_t *devids, first;
	uint32_t count;

	ow_plug("loopback", "1-1");
	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, &devids, &count), 0);
	ck_assert_uint_eq(count, 2);
	ow_unplug("1-1");
	ck_assert_int_eq(openusb_parse_device_desc(ow_handle, devids[1], NULL, 0, &desc), 0);
	ck_assert_int_eq(openusb_open_device(ow_handle, devids[1], 0, &first),
			 OPENUSB_UNKNOWN_DEVICE);
	ck_assert_uint_eq(ow_list(1, &first), 1);
	ck_assert_int_eq(openusb_parse_device_desc(ow_handle, devids[1], NULL, 0, &desc),
			 OPENUSB_UNKNOWN_DEVICE);
	ow_plug("loopback", "1-1");
	openusb_free_devid_list(devids);
	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, &devids, &count), 0);
	ck_assert_uint_eq(devids[0], first);
	openusb_free_devid_list(devids);
}

CASE(open_device_outlives_the_list)
{
	uint64_t dev = ow_open("loopback"), first;

	ow_unplug("1-2");
	ow_list(1, &first);
	ck_assert_int_eq(openusb_claim_interface(dev, 0, 0), OPENUSB_UNKNOWN_DEVICE);
	ck_assert_int_eq(openusb_close_device(dev), OPENUSB_SUCCESS);
}

CASE(each_opening_has_its_own_claims)
{
	uint64_t one = ow_open("loopback"), two, *devids;
	uint32_t count;

	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, &devids, &count), 0);
	ck_assert_int_eq(openusb_open_device(ow_handle, devids[count - 1], 0, &two), 0);
	openusb_free_devid_list(devids);
	ck_assert_uint_ne(one, two);
	ck_assert_int_eq(openusb_claim_interface(one, 0, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_claim_interface(two, 0, 0), OPENUSB_BUSY);
	ck_assert_int_eq(openusb_close_device(one), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_claim_interface(two, 0, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_close_device(two), OPENUSB_SUCCESS);
}

CASE(end_of_the_handle_closes_its_devices)
{
	uint64_t dev = ow_open("loopback"), other, first;

	ck_assert_int_eq(openusb_init(0, &other), OPENUSB_SUCCESS);
	openusb_fini(ow_handle);
	ck_assert_uint_eq(virtual_kernel_open_fds(ow_kernel), 0);
	ck_assert_int_eq(openusb_close_device(dev), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_open_device(ow_handle, 1, 0, &dev), OPENUSB_INVALID_HANDLE);
	ow_handle = other;
	ck_assert_uint_eq(ow_list(1, &first), 2);
}

CASE(wrong_number_is_an_invalid_handle)
{
	static const uint64_t wrong[] = {0, 1ULL << 40, UINT64_MAX};
	struct openusb_device_desc desc;
	uint64_t *list, dev;
	uint32_t count;

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		uint64_t n = wrong[i];

		ck_assert_int_eq(openusb_get_busid_list(n, &list, &count), OPENUSB_INVALID_HANDLE);
		ck_assert_int_eq(openusb_get_devids_by_bus(n, 1, &list, &count),
				 OPENUSB_INVALID_HANDLE);
		ck_assert_int_eq(openusb_parse_device_desc(n, 1, NULL, 0, &desc),
				 OPENUSB_INVALID_HANDLE);
		ck_assert_int_eq(openusb_open_device(n, 1, 0, &dev), OPENUSB_INVALID_HANDLE);
		ck_assert_int_eq(openusb_open_device(ow_handle, n, 0, &dev),
				 OPENUSB_UNKNOWN_DEVICE);
		ck_assert_int_eq(openusb_close_device(n), OPENUSB_INVALID_HANDLE);
		openusb_fini(n);
	}
}

/* A handle is no open device, and the other way round. */
CASE(number_of_another_kind_is_a_wrong_one)
{
	uint64_t dev = ow_open("loopback"), first, other;

	ow_list(1, &first);
	ck_assert_int_eq(openusb_close_device(ow_handle), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_close_device(first), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_open_device(ow_handle, dev, 0, &other), OPENUSB_UNKNOWN_DEVICE);
	openusb_fini(dev);
	ck_assert_int_eq(openusb_claim_interface(dev, 0, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_close_device(dev), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_close_device(dev), OPENUSB_INVALID_HANDLE);
}

CASE(no_room_for_a_result_is_a_bad_argument)
{
	uint64_t *list, first;
	uint32_t count;

	ow_plug("loopback", "1-1");
	ow_list(1, &first);
	ck_assert_int_eq(openusb_init(0, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_get_busid_list(ow_handle, NULL, &count), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_get_busid_list(ow_handle, &list, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, NULL, &count), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, &list, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_open_device(ow_handle, first, 0, NULL), OPENUSB_BADARG);
	openusb_free_busid_list(NULL);
	openusb_free_devid_list(NULL);
}

/* From a handle to an open device; the first code that is no success. */
static int32_t open_anew(void)
{
	uint64_t handle, *busids = NULL, *devids = NULL, dev;
	uint32_t count;
	int32_t code = openusb_init(0, &handle);

	if (code != OPENUSB_SUCCESS)
		return code;
	code = openusb_get_busid_list(handle, &busids, &count);
	if (code == OPENUSB_SUCCESS)
		code = openusb_get_devids_by_bus(handle, busids[0], &devids, &count);
	if (code == OPENUSB_SUCCESS)
		code = openusb_open_device(handle, devids[1], 0, &dev);
	openusb_free_busid_list(busids);
	openusb_free_devid_list(devids);
	openusb_fini(handle);
	return code;
}

CASE(no_memory_is_no_resources)
{
	unsigned int n = 0;
	int32_t code;
	bool failed;

	ow_plug("loopback", "1-1");
	do {
		fail_alloc_start(++n);
		code = open_anew();
		failed = fail_alloc_stop();
		ck_assert(code == OPENUSB_SUCCESS || (failed && code == OPENUSB_NO_RESOURCES));
	} while (failed);
	ck_assert_int_eq(code, OPENUSB_SUCCESS);
	ck_assert_uint_gt(n, 10);
}

static atomic_bool asked;

static ssize_t no_data(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		       size_t room)
{
	(void)dev, (void)address, (void)packet, (void)room;
	asked = true;
	return -EAGAIN;
}

static void *read_for_ever(void *dev)
{
	static uint8_t data[64];
	struct openusb_bulk_request request = {.payload = data, .length = sizeof data};

	openusb_bulk_xfer(*(uint64_t *)dev, 0, 0x81, &request);
	return (void *)(intptr_t)request.result.status;
}

CASE(closing_ends_the_transfers_of_other_threads)
{
	struct cusb_virtual_model model = *cusb_virtual_find_model("loopback");
	void *status;
	pthread_t thread;
	uint64_t dev;

	model.in = no_data;
	dev = ow_open_model(&model);

	ck_assert_int_eq(pthread_create(&thread, NULL, read_for_ever, &dev), 0);
	while (!asked)
		sched_yield();
	ck_assert_int_eq(openusb_close_device(dev), OPENUSB_SUCCESS);
	pthread_join(thread, &status);
	ck_assert_int_eq((intptr_t)status, OPENUSB_IO_CANCELED);
	ow_unplug("1-2");
}
