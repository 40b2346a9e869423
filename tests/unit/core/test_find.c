/* SPDX-License-Identifier: MIT */
/* The search itself; what a device is compared by is in test_find_match.c. */
#include <stdio.h>

#include "fail_alloc.h"
#include "core/core_fixture.h"

static void begin(void)
{
	core_begin();
	script_plug_hubs();
}

FIXTURE(begin, core_end)

CASE(first_device_is_found)
{
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND), &dev), 0);
	ck_assert_str_eq(dev->name, "usb1");
}

CASE(search_ends_with_the_first_match)
{
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND), &dev), 0);
	expect_calls("enumerate, address usb1");
}

CASE(device_that_does_not_match_is_not_asked_for_its_address)
{
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, idProduct, 2), &dev), 0);
	expect_calls("enumerate, address 2-1");
}

CASE(no_match_is_no_device)
{
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, idVendor, 0), &dev), -ENODEV);
	ck_assert_ptr_null(dev);
}

CASE(all_devices_are_found_in_the_backends_order)
{
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 4);
	ck_assert_str_eq(found_all[0]->name, "usb1");
	ck_assert_str_eq(found_all[1]->name, "1-2");
	ck_assert_str_eq(found_all[2]->name, "1-2.3");
	ck_assert_str_eq(found_all[3]->name, "2-1");
	ck_assert_ptr_null(found_all[4]);
}

CASE(all_of_none_is_an_empty_list)
{
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND, idVendor, 0), &found_all), 0);
	ck_assert_ptr_nonnull(found_all);
	ck_assert_ptr_null(found_all[0]);
}

CASE(reference_outlives_the_list)
{
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 4);
	dev = cusb_device_ref(found_all[2]);
	cusb_free_list(found_all);
	found_all = NULL;
	ck_assert_str_eq(dev->name, "1-2.3");
}

CASE(freeing_no_list_does_nothing)
{
	cusb_free_list(NULL);
}

CASE(default_backend_is_searched_without_a_match)
{
	cusb_set_default_backend(BACKEND);
	ck_assert_int_eq(cusb_find(NULL, &dev), 0);
	ck_assert_str_eq(dev->name, "usb1");
}

CASE(null_backend_in_a_match_is_the_default_one)
{
	cusb_set_default_backend(BACKEND);
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, NULL), &found_all), 4);
}

CASE(named_backend_goes_before_the_default_one)
{
	static struct cusb_backend none;

	cusb_set_default_backend(&none);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND), &dev), 0);
}

CASE(backend_without_enumerate_is_enosys)
{
	script.backend.enumerate = NULL;
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND), &dev), -ENOSYS);
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), -ENOSYS);
	ck_assert_ptr_null(found_all);
}

CASE(backend_with_enumerate_alone_finds)
{
	static struct cusb_backend bare;

	bare.version = CUSB_BACKEND_VERSION;
	bare.enumerate = script.backend.enumerate;
	script.backend = bare;
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 4);
	ck_assert_uint_eq(found_all[0]->address, 0);
}

CASE(list_of_devices_that_cannot_be_read_is_an_error)
{
	script_fail("enumerate", -ENOENT);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND), &dev), -ENOENT);
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), -ENOENT);
	ck_assert_ptr_null(found_all);
}

CASE(device_that_vanishes_is_passed_over)
{
	script_fail("address 1-2", -ENODEV);
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 3);
	ck_assert_str_eq(found_all[1]->name, "1-2.3");
}

/* Of the device descriptor, and of all that a device may send. */
static const size_t short_lengths[] = {0, 1, 17};

CASE_PER_NUMBER(device_with_a_short_device_descriptor_is_passed_over, 0, 3)
{
	script.devices[0].length = short_lengths[_i];
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 3);
}

CASE(device_without_a_device_descriptor_is_passed_over)
{
	script.devices[0].descriptors += 18;
	script.devices[0].length -= 18;
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 3);
}

CASE(device_with_too_long_a_path_is_passed_over)
{
	script.devices[0].port_count = CUSB_PORT_NUMBERS_MAX + 1;
	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 3);
}

/* The last warning. */
static char warning[128];

static void keep_warning(enum cusb_log_level level, const char *line, void *user)
{
	(void)user;
	if (level == CUSB_LOG_WARNING)
		snprintf(warning, sizeof warning, "%s", line);
}

static const char *warning_of_search(void)
{
	warning[0] = '\0';
	cusb_set_log(CUSB_LOG_WARNING, keep_warning, NULL);
	ck_assert_int_ge(cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all), 0);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	return warning;
}

CASE(what_is_passed_over_is_logged)
{
	script.devices[0].length = 17;
	ck_assert_str_eq(warning_of_search(), "usb1: skipped: malformed answer or descriptor");
}

CASE(malformed_configuration_is_logged_and_the_device_kept)
{
	script.devices[0].length = 18 + 5;
	ck_assert_str_eq(warning_of_search(), "usb1: descriptors are malformed at byte 18 of 23");
	ck_assert_str_eq(found_all[0]->name, "usb1");
}

/* The first allocation fails, then the second, until there are fewer. */
CASE(finding_without_memory_is_enomem)
{
	unsigned int nth = 0;
	ssize_t count;
	bool failed;

	do {
		fail_alloc_start(++nth);
		count = cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all);
		failed = fail_alloc_stop();
		ck_assert_int_eq(count, failed ? -ENOMEM : 4);
		ck_assert(!failed || !found_all);
	} while (failed);
	ck_assert_uint_eq(nth, 1 + 4 + 1);
}

/* A backend of so many devices. */
static unsigned int plugged;

static int enumerate_many(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
			  void *user)
{
	struct cusb_candidate candidate = {.name = "1-1", .address = 1};
	int result = 0;

	(void)backend;
	(void)name;
	candidate.descriptors = script_odd.descriptors;
	candidate.descriptors_length = script_odd.length;
	for (unsigned int i = 0; i < plugged && result == 0; i++)
		result = visit(&candidate, user);
	return result;
}

static const struct {
	unsigned int devices, allocations;
} sizes[] = {{0, 1}, {1, 2}, {100, 101}, {127, 128}, {128, 130}, {1000, 1004}};

/* One for each device and a few for the list, which doubles. */
CASE_PER_ROW(list_takes_little_more_than_its_devices, sizes)
{
	unsigned int allocations = sizes[_i].allocations;
	ssize_t count;

	plugged = sizes[_i].devices;
	script.backend.enumerate = enumerate_many;
	for (unsigned int nth = allocations; nth <= allocations + 1; nth++) {
		fail_alloc_start(nth);
		count = cusb_find_all(CUSB_MATCH(backend, BACKEND), &found_all);
		ck_assert(fail_alloc_stop() == (nth == allocations));
		ck_assert_int_eq(count, nth == allocations ? -ENOMEM : (ssize_t)plugged);
	}
	ck_assert_ptr_null(found_all[plugged]);
}

CASE(finding_one_without_memory_is_enomem)
{
	for (unsigned int nth = 1; nth <= 2; nth++) {
		int err;

		fail_alloc_start(nth);
		err = cusb_find(CUSB_MATCH(backend, BACKEND), &dev);
		ck_assert(fail_alloc_stop());
		ck_assert_int_eq(err, -ENOMEM);
		ck_assert_ptr_null(dev);
	}
}

/* What the process is short of must not look like a device that is not there. */
CASE_PER_NUMBER(shortage_while_asking_for_the_address_is_returned, 0, 3)
{
	static const int errors[] = {-EMFILE, -ENFILE, -ENOMEM};

	script_fail_once("address", errors[_i]);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND), &dev), errors[_i]);
	ck_assert_ptr_null(dev);
}

CASE(shortage_while_asking_for_a_string_is_returned)
{
	script_fail_once("string", -EMFILE);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, serial_number, "0001"), &dev),
			 -EMFILE);
}

CASE(shortage_while_asking_for_the_speed_is_returned)
{
	script_fail_once("speed", -ENFILE);
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, speed, CUSB_SPEED_HIGH), &dev),
			 -ENFILE);
}
