/* SPDX-License-Identifier: MIT */
/* Counts, numbers and texts of a backend that cannot be: -EPROTO, with one line in the log. */
#include <stdio.h>

#include "core/calls.h"
#include "core/core_fixture.h"

static unsigned int lines;
static char last_line[128];

static void count_line(enum cusb_log_level level, const char *line, void *user)
{
	(void)level;
	(void)user;
	lines++;
	snprintf(last_line, sizeof last_line, "%s", line);
}

static void begin(void)
{
	core_begin_hub();
	lines = 0;
	cusb_set_log(CUSB_LOG_ERROR, count_line, NULL);
}

static void end(void)
{
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	core_end();
}

FIXTURE(begin, end)

static int read_configuration(void)
{
	const struct cusb_configuration *cfg = NULL;
	int err = cusb_active_configuration(dev, &cfg);

	return err == 0 ? cfg->bConfigurationValue : err;
}

/* `most` is the greatest answer that can be, and becomes `want`. */
static const struct {
	const char *function;
	int (*call)(void);
	int most, want;
} numbers[] = {
	{"control", control, 8, 8},
	{"configuration", read_configuration, 2, 2},
	{"altsetting", altsetting, 255, 255},
	{"active", is_active, 1, 1},
	{"speed", speed, CUSB_SPEED_SUPER_PLUS_X2, CUSB_SPEED_SUPER_PLUS_X2},
	{"hub_ports", hub_ports, CUSB_HUB_PORTS_MAX, CUSB_HUB_PORTS_MAX},
	{"alloc_streams", alloc_streams, 2, 2},
};

static void make_superspeed(void)
{
	struct cusb_endpoint *ep = (struct cusb_endpoint *)(uintptr_t)endpoint(0, 0, 0, 1);

	ep->ss_companion.bLength = CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE;
	ep->ss_companion.bmAttributes = 4;
}

CASE_PER_ROW(greatest_number_is_taken, numbers)
{
	make_superspeed();
	script_fail(numbers[_i].function, numbers[_i].most);
	ck_assert_int_eq(numbers[_i].call(), numbers[_i].want);
	ck_assert_uint_eq(lines, 0);
}

static const int beyond[] = {1, 300, INT_MAX};

CASE_PER_NUMBER(number_beyond_it_is_refused, 0, ARRAY_SIZE(numbers) * ARRAY_SIZE(beyond))
{
	size_t row = (size_t)_i / ARRAY_SIZE(beyond);
	int more = beyond[(size_t)_i % ARRAY_SIZE(beyond)];
	int most = strcmp(numbers[row].function, "configuration") == 0 ? 255 : numbers[row].most;

	make_superspeed();
	script_fail(numbers[row].function, more == INT_MAX ? INT_MAX : most + more);
	ck_assert_int_eq(numbers[row].call(), -EPROTO);
	ck_assert_uint_eq(lines, 1);
}

CASE(line_names_the_backend_the_function_and_the_number)
{
	script_fail("control", 4096);
	ck_assert_int_eq(control(), -EPROTO);
	ck_assert_str_eq(last_line, "backend script: control() returned 4096, which is impossible");
}

static int submit_and_reap(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81, .data = data, .length = 64};
	struct cusb_transfer *reaped = NULL;

	ck_assert_int_eq(cusb_submit(dev, &one), 0);
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	return one.status < 0 ? one.status : (int)one.actual_length;
}

static int control_as_transfer(void)
{
	script_fail_once("control", -ENOSYS);
	return control();
}

static int submit_control(void)
{
	struct cusb_transfer one = {.data = data, .length = 16};
	struct cusb_transfer *reaped = NULL;

	cusb_fill_setup(data, 0xc0, 1, 0, 0, 8);
	ck_assert_int_eq(cusb_submit(dev, &one), 0);
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	return one.status < 0 ? one.status : (int)one.actual_length;
}

static const struct {
	int (*call)(void);
	int room;
} transfers[] = {
	{read_it, 64},
	{submit_and_reap, 64},
	{control_as_transfer, 8},
	{submit_control, 8},
};

CASE_PER_ROW(transfer_of_its_whole_length_is_taken, transfers)
{
	script.moved = transfers[_i].room;
	ck_assert_int_eq(transfers[_i].call(), transfers[_i].room);
	ck_assert_uint_eq(lines, 0);
}

CASE_PER_ROW(transfer_of_more_bytes_than_it_has_room_for_fails, transfers)
{
	script.moved = transfers[_i].room + 1;
	ck_assert_int_eq(transfers[_i].call(), -EPROTO);
	ck_assert_uint_eq(lines, 1);
}

CASE(transfer_that_fails_so_has_no_bytes)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81, .data = data, .length = 64};

	script.moved = SSIZE_MAX;
	ck_assert_int_eq(cusb_transfer_run(dev, &one), -EPROTO);
	ck_assert_uint_eq(one.actual_length, 0);
}

/* ---- texts ----------------------------------------------------------------------------------- */

static ssize_t length_answered;

static ssize_t fill_text(char *text, size_t size)
{
	memset(text, 'x', size);
	return length_answered < 0 ? (ssize_t)size : length_answered;
}

static ssize_t text_of_device(struct cusb_backend *backend, const struct cusb_device *device,
			      enum cusb_device_string which, char *text, size_t size)
{
	(void)backend;
	(void)device;
	(void)which;
	return fill_text(text, size);
}

static ssize_t text_of_candidate(struct cusb_backend *backend,
				 const struct cusb_candidate *candidate,
				 enum cusb_device_string which, char *text, size_t size)
{
	(void)backend;
	(void)candidate;
	(void)which;
	return fill_text(text, size);
}

static int driver_without_nul(struct cusb_backend *backend, const struct cusb_device *device,
			      int value, unsigned int number, char *name, size_t size)
{
	(void)backend;
	(void)device;
	(void)value;
	(void)number;
	fill_text(name, size);
	return 0;
}

/* No NUL in the room; -1: the whole room is its length. */
static const ssize_t lengths[] = {-1, 0, 5, 100000};

CASE_PER_ROW(text_without_a_nul_is_not_a_match, lengths)
{
	struct cusb_device *found = NULL;

	length_answered = lengths[_i];
	script.backend.string = text_of_device;
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, product, "x"), &found), -ENODEV);
	script.backend.candidate_string = text_of_candidate;
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, product, "x"), &found), -ENODEV);
	ck_assert_uint_eq(lines, 2);
}

/* So the device is asked, which has no strings. */
CASE_PER_ROW(text_without_a_nul_is_not_taken, lengths)
{
	const char *text = NULL;

	length_answered = lengths[_i];
	script.backend.string = text_of_device;
	dev->iProduct = 2;
	ck_assert_int_lt(cusb_product(dev, &text), 0);
	ck_assert_ptr_null(text);
	ck_assert_uint_eq(lines, 1);
}

CASE(driver_name_without_a_nul_is_refused)
{
	char name[32];

	script.backend.driver = driver_without_nul;
	ck_assert_int_eq(cusb_kernel_driver(dev, 0, name, sizeof name), -EPROTO);
	ck_assert_uint_eq(lines, 1);
}
