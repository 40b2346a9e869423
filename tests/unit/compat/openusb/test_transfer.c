/* SPDX-License-Identifier: MIT */
/* Requests, and how they end. */
#include "compat/openusb/world.h"

static uint8_t data[1024];

FIXTURE(ow_begin_opened, ow_end)

static int32_t bulk(uint64_t dev, uint8_t endpoint, void *payload, uint32_t length,
		    struct openusb_result *result)
{
	struct openusb_bulk_request request = {
		.payload = payload, .length = length, .timeout = 1000};
	int32_t code = openusb_bulk_xfer(dev, 0, endpoint, &request);

	*result = request.result;
	return code;
}

static int32_t intr(uint64_t dev, uint8_t endpoint, void *payload, uint32_t length,
		    struct openusb_result *result)
{
	struct openusb_intr_request request = {
		.payload = payload, .length = length, .timeout = 1000};
	int32_t code = openusb_intr_xfer(dev, 0, endpoint, &request);

	*result = request.result;
	return code;
}

static int32_t control(uint8_t bmRequestType, uint8_t bRequest, uint16_t wValue, uint32_t length,
		       struct openusb_result *result)
{
	struct openusb_ctrl_request request = {.setup = {bmRequestType, bRequest, wValue, 0},
					       .payload = data,
					       .length = length,
					       .timeout = 1000};
	int32_t code = openusb_ctrl_xfer(ow_dev, 0, 0, &request);

	*result = request.result;
	return code;
}

static void check_result(struct openusb_result result, int32_t status, uint32_t bytes)
{
	ck_assert_int_eq(result.status, status);
	ck_assert_uint_eq(result.transferred_bytes, bytes);
}

CASE(bulk_data_comes_back)
{
	struct openusb_result result;
	char text[] = "bulk";

	ck_assert_int_eq(openusb_claim_interface(ow_dev, 0, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(bulk(ow_dev, 0x01, text, 4, &result), OPENUSB_SUCCESS);
	check_result(result, OPENUSB_SUCCESS, 4);
	ck_assert_int_eq(bulk(ow_dev, 0x81, data, 512, &result), OPENUSB_SUCCESS);
	check_result(result, OPENUSB_SUCCESS, 4);
	ck_assert_mem_eq(data, "bulk", 4);
}

CASE(interrupt_data_comes_back)
{
	struct openusb_result result;
	char text[] = "interrupt";

	ck_assert_int_eq(intr(ow_dev, 0x02, text, 9, &result), OPENUSB_SUCCESS);
	check_result(result, OPENUSB_SUCCESS, 9);
	ck_assert_int_eq(intr(ow_dev, 0x82, data, 64, &result), OPENUSB_SUCCESS);
	check_result(result, OPENUSB_SUCCESS, 9);
	ck_assert_mem_eq(data, "interrupt", 9);
}

CASE(control_data_comes_back)
{
	struct openusb_result result;

	memset(data, 0x5a, 300);
	ck_assert_int_eq(control(0x40, 0, 0, 300, &result), OPENUSB_SUCCESS);
	check_result(result, OPENUSB_SUCCESS, 300);
	memset(data, 0, sizeof data);
	ck_assert_int_eq(control(0xc0, 1, 0, 1000, &result), OPENUSB_SUCCESS);
	check_result(result, OPENUSB_SUCCESS, 300);
	ck_assert_uint_eq(data[299], 0x5a);
	ck_assert_uint_eq(data[300], 0);
}

CASE(control_request_has_its_value)
{
	struct openusb_result result;

	ck_assert_int_eq(control(0x80, 6, 0x0100, 18, &result), OPENUSB_SUCCESS);
	check_result(result, OPENUSB_SUCCESS, 18);
	ck_assert_int_eq(control(0x80, 6, 0x0000, 18, &result), OPENUSB_IO_STALL);
	check_result(result, OPENUSB_IO_STALL, 0);
}

CASE(stall_is_an_error)
{
	uint64_t dev = ow_open("stall");
	struct openusb_result result;

	ck_assert_int_eq(bulk(dev, 1, data, 1, &result), OPENUSB_IO_STALL);
	check_result(result, OPENUSB_IO_STALL, 0);
	openusb_close_device(dev);
}

CASE(too_much_data_is_an_overrun)
{
	uint64_t dev = ow_open("babble");
	struct openusb_result result;

	ck_assert_int_eq(bulk(dev, 0x81, data, 100, &result), OPENUSB_IO_DATA_OVERRUN);
	openusb_close_device(dev);
}

CASE(part_within_the_time_is_a_timeout_with_its_bytes)
{
	struct openusb_bulk_request request = {.payload = data, .length = 1024, .timeout = 1};
	uint64_t dev = ow_open("partial");

	ck_assert_int_eq(openusb_bulk_xfer(dev, 0, 0x81, &request), OPENUSB_IO_TIMEOUT);
	ck_assert_int_eq(request.result.status, OPENUSB_IO_TIMEOUT);
	ck_assert_uint_gt(request.result.transferred_bytes, 0);
	openusb_close_device(dev);
}

/* 0 is none. PyUSB passes a negative timeout on as it is. */
static const uint32_t timeouts[] = {0, UINT32_MAX, UINT32_MAX - 1, 0x80000000};

CASE_PER_ROW(timeouts_without_end, timeouts)
{
	struct openusb_bulk_request request = {
		.payload = data, .length = 4, .timeout = timeouts[_i]};

	ck_assert_int_eq(openusb_bulk_xfer(ow_dev, 0, 0x01, &request), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_bulk_xfer(ow_dev, 0, 0x81, &request), OPENUSB_SUCCESS);
}

CASE(unplugged_device_is_unknown)
{
	struct openusb_result result;

	ow_unplug("1-1");
	ck_assert_int_eq(bulk(ow_dev, 1, data, 1, &result), OPENUSB_UNKNOWN_DEVICE);
	ck_assert_int_eq(control(0x80, 0, 0, 2, &result), OPENUSB_UNKNOWN_DEVICE);
}

CASE(endpoint_that_does_not_exist_is_a_bad_argument)
{
	struct openusb_result result;

	ck_assert_int_eq(bulk(ow_dev, 5, data, 1, &result), OPENUSB_BADARG);
	ck_assert_int_eq(intr(ow_dev, 0x85, data, 1, &result), OPENUSB_BADARG);
}

/* Where the core would take what is sent for a SETUP packet. */
CASE(endpoint_0_is_for_control_alone)
{
	struct openusb_ctrl_request request = {.setup = {0x80, 0, 0, 0}};
	struct openusb_result result;

	ck_assert_int_eq(bulk(ow_dev, 0, data, 8, &result), OPENUSB_BADARG);
	ck_assert_int_eq(bulk(ow_dev, 0x80, data, 8, &result), OPENUSB_BADARG);
	ck_assert_int_eq(intr(ow_dev, 0, data, 8, &result), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_ctrl_xfer(ow_dev, 0, 1, &request), OPENUSB_NOT_SUPPORTED);
	ck_assert_int_eq(openusb_ctrl_xfer(ow_dev, 0, 0x80, &request), OPENUSB_SUCCESS);
}

CASE(data_without_memory_is_a_bad_argument)
{
	struct openusb_ctrl_request request = {.setup = {0xc0, 1, 0, 0}, .length = 8};
	struct openusb_result result;

	ck_assert_int_eq(bulk(ow_dev, 1, NULL, 8, &result), OPENUSB_BADARG);
	ck_assert_int_eq(bulk(ow_dev, 0x81, NULL, 8, &result), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_ctrl_xfer(ow_dev, 0, 0, &request), OPENUSB_BADARG);
	request = (struct openusb_ctrl_request){.payload = data, .length = 65536};
	ck_assert_int_eq(openusb_ctrl_xfer(ow_dev, 0, 0, &request), OPENUSB_BADARG);
}

CASE(chain_of_requests_is_not_supported)
{
	struct openusb_ctrl_request ctrl = {.next = &ctrl};
	struct openusb_bulk_request first = {.next = &first};
	struct openusb_intr_request second = {.next = &second};

	ck_assert_int_eq(openusb_ctrl_xfer(ow_dev, 0, 0, &ctrl), OPENUSB_NOT_SUPPORTED);
	ck_assert_int_eq(openusb_bulk_xfer(ow_dev, 0, 1, &first), OPENUSB_NOT_SUPPORTED);
	ck_assert_int_eq(openusb_intr_xfer(ow_dev, 0, 1, &second), OPENUSB_NOT_SUPPORTED);
}

CASE(no_request_and_no_device)
{
	struct openusb_result result;

	ck_assert_int_eq(openusb_ctrl_xfer(ow_dev, 0, 0, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_bulk_xfer(ow_dev, 0, 1, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_intr_xfer(ow_dev, 0, 1, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(bulk(0, 1, data, 1, &result), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(intr(ow_handle, 1, data, 1, &result), OPENUSB_INVALID_HANDLE);
}
