/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "core/device.h"
#include "script_backend.h"
#include "unit.h"

static struct cusb_device *dev;

static void begin(void)
{
	script_begin();
	dev = script_find();
}

static void end(void)
{
	cusb_device_free(dev);
	script_end();
}

START_TEST(found_device_is_closed)
{
	ck_assert(!cusb_is_open(dev));
}
END_TEST

START_TEST(found_device_knows_its_place)
{
	ck_assert_uint_eq(dev->bus, 1);
	ck_assert_uint_eq(dev->address, 5);
	ck_assert_uint_eq(dev->port_count, 2);
	ck_assert_uint_eq(dev->port_numbers[0], 2);
	ck_assert_uint_eq(dev->port_numbers[1], 3);
}
END_TEST

START_TEST(found_device_keeps_its_own_name)
{
	ck_assert_str_eq(dev->name, "1-2.3");
}
END_TEST

START_TEST(found_device_keeps_its_own_bytes)
{
	uint8_t bytes[512];
	struct cusb_device *copied;

	memcpy(bytes, script_composite.descriptors, script_composite.length);
	script.devices[0].descriptors = bytes;
	copied = script_find();
	memset(bytes, 0, sizeof bytes);
	ck_assert_uint_eq(copied->configuration_count, 2);
	ck_assert_uint_eq(cusb_configuration_at(copied, 1)->bConfigurationValue, 2);
	ck_assert_uint_eq(
		cusb_interface_at(cusb_configuration_at(copied, 0), 2, 0)->bInterfaceClass,
		CUSB_CLASS_PRINTER);
	cusb_device_free(copied);
}
END_TEST

START_TEST(found_device_has_its_device_descriptor)
{
	ck_assert_uint_eq(dev->bLength, 18);
	ck_assert_uint_eq(dev->idVendor, 0xfffe);
	ck_assert_uint_eq(dev->idProduct, 0x0001);
	ck_assert_uint_eq(dev->bNumConfigurations, 2);
}
END_TEST

START_TEST(descriptors_lead_back_to_the_device)
{
	ck_assert_ptr_eq(cusb_configuration_at(dev, 0)->device, dev);
}
END_TEST

START_TEST(malformed_tail_leaves_what_came_before)
{
	struct cusb_device *cut;

	script.devices[0].length -= 3;
	cut = script_find();
	ck_assert_uint_eq(cut->configuration_count, 2);
	ck_assert_uint_eq(cusb_interface_at(cusb_configuration_at(cut, 1), 0, 0)->endpoint_count,
			  1);
	cusb_device_free(cut);
}
END_TEST

START_TEST(device_without_configurations_is_a_device)
{
	struct cusb_device *bare;

	script.devices[0].length = 18;
	bare = script_find();
	ck_assert_uint_eq(bare->configuration_count, 0);
	cusb_device_free(bare);
}
END_TEST

START_TEST(default_timeout_is_a_second_at_first)
{
	ck_assert_int_eq(cusb_default_timeout(dev), 1000);
}
END_TEST

START_TEST(default_timeout_can_be_set)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, 250), 0);
	ck_assert_int_eq(cusb_default_timeout(dev), 250);
}
END_TEST

START_TEST(default_timeout_may_be_for_ever)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, CUSB_NO_TIMEOUT), 0);
	ck_assert_int_eq(cusb_default_timeout(dev), 0);
}
END_TEST

START_TEST(negative_default_timeout_is_refused_and_the_old_kept)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, -1), -EINVAL);
	ck_assert_int_eq(cusb_set_default_timeout(dev, INT_MIN), -EINVAL);
	ck_assert_int_eq(cusb_default_timeout(dev), 1000);
}
END_TEST

START_TEST(speed_is_asked_once)
{
	ck_assert_int_eq(cusb_speed(dev), CUSB_SPEED_HIGH);
	ck_assert_int_eq(cusb_speed(dev), CUSB_SPEED_HIGH);
	expect_calls("speed 1-2.3");
}
END_TEST

START_TEST(unknown_speed_is_remembered_too)
{
	script.devices[0].speed = CUSB_SPEED_UNKNOWN;
	ck_assert_int_eq(cusb_speed(dev), CUSB_SPEED_UNKNOWN);
	ck_assert_int_eq(cusb_speed(dev), CUSB_SPEED_UNKNOWN);
	expect_calls("speed 1-2.3");
}
END_TEST

START_TEST(speed_that_cannot_be_read_is_asked_again)
{
	script_fail_once("speed", -ENODEV);
	ck_assert_int_eq(cusb_speed(dev), -ENODEV);
	ck_assert_int_eq(cusb_speed(dev), CUSB_SPEED_HIGH);
}
END_TEST

START_TEST(speed_is_unknown_to_a_backend_without_it)
{
	script.backend.speed = NULL;
	ck_assert_int_eq(cusb_speed(dev), CUSB_SPEED_UNKNOWN);
}
END_TEST

START_TEST(reference_keeps_the_device)
{
	ck_assert_ptr_eq(cusb_device_ref(dev), dev);
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_device_free(dev);
	ck_assert(cusb_is_open(dev));
}
END_TEST

START_TEST(last_reference_releases_and_closes)
{
	struct cusb_device *other = script_find();

	ck_assert_int_eq(cusb_claim_interface(other, 0), 0);
	script_calls();
	cusb_device_free(other);
	expect_calls("shutdown, release 0, close");
}
END_TEST

START_TEST(freeing_an_unopened_device_calls_nothing)
{
	cusb_device_free(script_find());
	expect_calls("");
}
END_TEST

START_TEST(freeing_null_does_nothing)
{
	cusb_device_free(NULL);
}
END_TEST

START_TEST(device_found_twice_is_the_same)
{
	struct cusb_device *again = script_find();

	ck_assert(cusb_same_device(dev, again));
	ck_assert(cusb_same_device(dev, dev));
	cusb_device_free(again);
}
END_TEST

START_TEST(device_plugged_in_again_is_another)
{
	struct cusb_device *again;

	script.devices[0].address = 6;
	again = script_find();
	ck_assert(!cusb_same_device(dev, again));
	cusb_device_free(again);
}
END_TEST

START_TEST(device_of_another_name_is_another)
{
	struct cusb_device *other;

	script.devices[0].name = "2-2.3";
	other = script_find();
	ck_assert(!cusb_same_device(dev, other));
	cusb_device_free(other);
}
END_TEST

START_TEST(device_of_another_backend_is_another)
{
	static struct script kept;
	struct cusb_device *other = script_find();

	kept = script;
	device_of(other)->backend = &kept.backend;
	ck_assert(!cusb_same_device(dev, other));
	cusb_device_free(other);
}
END_TEST

SUITE(device)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, found_device_is_closed);
	tcase_add_test(tc, found_device_knows_its_place);
	tcase_add_test(tc, found_device_keeps_its_own_name);
	tcase_add_test(tc, found_device_keeps_its_own_bytes);
	tcase_add_test(tc, found_device_has_its_device_descriptor);
	tcase_add_test(tc, descriptors_lead_back_to_the_device);
	tcase_add_test(tc, malformed_tail_leaves_what_came_before);
	tcase_add_test(tc, device_without_configurations_is_a_device);
	tcase_add_test(tc, default_timeout_is_a_second_at_first);
	tcase_add_test(tc, default_timeout_can_be_set);
	tcase_add_test(tc, default_timeout_may_be_for_ever);
	tcase_add_test(tc, negative_default_timeout_is_refused_and_the_old_kept);
	tcase_add_test(tc, speed_is_asked_once);
	tcase_add_test(tc, unknown_speed_is_remembered_too);
	tcase_add_test(tc, speed_that_cannot_be_read_is_asked_again);
	tcase_add_test(tc, speed_is_unknown_to_a_backend_without_it);
	tcase_add_test(tc, reference_keeps_the_device);
	tcase_add_test(tc, last_reference_releases_and_closes);
	tcase_add_test(tc, freeing_an_unopened_device_calls_nothing);
	tcase_add_test(tc, freeing_null_does_nothing);
	tcase_add_test(tc, device_found_twice_is_the_same);
	tcase_add_test(tc, device_plugged_in_again_is_another);
	tcase_add_test(tc, device_of_another_name_is_another);
	tcase_add_test(tc, device_of_another_backend_is_another);
}
