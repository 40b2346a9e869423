/* SPDX-License-Identifier: MIT */
#include "core/device.h"
#include "core/core_fixture.h"

FIXTURE(core_begin_found, core_end)

CASE(found_device_is_closed)
{
	ck_assert(!cusb_is_open(dev));
}

CASE(found_device_knows_its_place)
{
	ck_assert_uint_eq(dev->bus, 1);
	ck_assert_uint_eq(dev->address, 5);
	ck_assert_uint_eq(dev->port_count, 2);
	ck_assert_uint_eq(dev->port_numbers[0], 2);
	ck_assert_uint_eq(dev->port_numbers[1], 3);
}

CASE(found_device_keeps_its_own_name)
{
	ck_assert_str_eq(dev->name, "1-2.3");
}

CASE(found_device_keeps_its_own_bytes)
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

CASE(found_device_has_its_device_descriptor)
{
	ck_assert_uint_eq(dev->bLength, 18);
	ck_assert_uint_eq(dev->idVendor, 0xfffe);
	ck_assert_uint_eq(dev->idProduct, 0x0001);
	ck_assert_uint_eq(dev->bNumConfigurations, 2);
}

CASE(descriptors_lead_back_to_the_device)
{
	ck_assert_ptr_eq(cusb_configuration_at(dev, 0)->device, dev);
}

CASE(malformed_tail_leaves_what_came_before)
{
	struct cusb_device *cut;

	script.devices[0].length -= 3;
	cut = script_find();
	ck_assert_uint_eq(cut->configuration_count, 2);
	ck_assert_uint_eq(cusb_interface_at(cusb_configuration_at(cut, 1), 0, 0)->endpoint_count,
			  1);
	cusb_device_free(cut);
}

CASE(device_without_configurations_is_a_device)
{
	struct cusb_device *bare;

	script.devices[0].length = 18;
	bare = script_find();
	ck_assert_uint_eq(bare->configuration_count, 0);
	cusb_device_free(bare);
}

CASE(default_timeout_is_a_second_at_first)
{
	ck_assert_int_eq(cusb_default_timeout(dev), 1000);
}

CASE(default_timeout_can_be_set)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, 250), 0);
	ck_assert_int_eq(cusb_default_timeout(dev), 250);
}

CASE(default_timeout_may_be_for_ever)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, CUSB_NO_TIMEOUT), 0);
	ck_assert_int_eq(cusb_default_timeout(dev), 0);
}

CASE(negative_default_timeout_is_refused_and_the_old_kept)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, -1), -EINVAL);
	ck_assert_int_eq(cusb_set_default_timeout(dev, INT_MIN), -EINVAL);
	ck_assert_int_eq(cusb_default_timeout(dev), 1000);
}

CASE(speed_is_asked_once)
{
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	expect_calls("speed 1-2.3");
}

CASE(unknown_speed_is_remembered_too)
{
	script.devices[0].speed = CUSB_SPEED_UNKNOWN;
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_UNKNOWN);
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_UNKNOWN);
	expect_calls("speed 1-2.3");
}

CASE(speed_that_cannot_be_read_is_asked_again)
{
	script_fail_once("speed", -ENODEV);
	ck_assert_int_eq(cusb_device_speed(dev), -ENODEV);
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_HIGH);
}

CASE(speed_is_unknown_to_a_backend_without_it)
{
	script.backend.speed = NULL;
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_UNKNOWN);
}

CASE(reference_keeps_the_device)
{
	ck_assert_ptr_eq(cusb_device_ref(dev), dev);
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_device_free(dev);
	ck_assert(cusb_is_open(dev));
}

CASE(last_reference_releases_and_closes)
{
	struct cusb_device *other = script_find();

	ck_assert_int_eq(cusb_claim_interface(other, 0), 0);
	script_calls();
	cusb_device_free(other);
	expect_calls("release 0, close");
}

CASE(freeing_an_unopened_device_calls_nothing)
{
	cusb_device_free(script_find());
	expect_calls("");
}

CASE(freeing_null_does_nothing)
{
	cusb_device_free(NULL);
}

CASE(device_found_twice_is_the_same)
{
	struct cusb_device *again = script_find();

	ck_assert(cusb_same_device(dev, again));
	ck_assert(cusb_same_device(dev, dev));
	cusb_device_free(again);
}

CASE(device_plugged_in_again_is_another)
{
	struct cusb_device *again;

	script.devices[0].address = 6;
	again = script_find();
	ck_assert(!cusb_same_device(dev, again));
	cusb_device_free(again);
}

CASE(device_of_another_name_is_another)
{
	struct cusb_device *other;

	script.devices[0].name = "2-2.3";
	other = script_find();
	ck_assert(!cusb_same_device(dev, other));
	cusb_device_free(other);
}

/* The directory was listed before the device was read, and another one had its name then. */
CASE(number_of_a_listing_does_not_make_another_device)
{
	struct cusb_device *again;

	script.devices[0].id = 100;
	again = script_find();
	script.devices[0].id = 101;
	ck_assert(cusb_same_device(again, dev));
	cusb_device_free(dev);
	dev = script_find();
	ck_assert(cusb_same_device(again, dev));
	cusb_device_free(again);
}

CASE(number_in_a_search_for_one_name_is_that_of_the_device)
{
	struct cusb_device *one = NULL, *two = NULL;

	script.devices[0].id = 100;
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, &script.backend, name, dev->name), &one), 0);
	script.devices[0].id = 101;
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, &script.backend, name, dev->name), &two), 0);
	ck_assert(!cusb_same_device(one, two));
	cusb_device_free(one);
	cusb_device_free(two);
}

CASE(device_named_by_its_node_is_the_same_under_its_other_name)
{
	struct cusb_device *node;

	script.devices[0].name = "001/005";
	script.devices[0].provisional_name = true;
	node = script_find();
	ck_assert(cusb_same_device(dev, node));
	ck_assert(cusb_same_device(node, dev));
	cusb_device_free(node);
	script.devices[0].bus++;
	node = script_find();
	ck_assert(!cusb_same_device(dev, node));
	cusb_device_free(node);
}

CASE(device_of_another_backend_is_another)
{
	static struct script kept;
	struct cusb_device *other = script_find();

	kept = script;
	device_of(other)->backend = &kept.backend;
	ck_assert(!cusb_same_device(dev, other));
	cusb_device_free(other);
}

/* ---- copies ---- */

static struct cusb_device *copy_of(struct cusb_device *original)
{
	struct cusb_device *copy = NULL;

	ck_assert_int_eq(cusb_device_copy(original, &copy), 0);
	return copy;
}

CASE(copy_calls_nothing_and_is_the_same_device)
{
	struct cusb_device *copy = copy_of(dev);

	expect_calls("");
	ck_assert(copy != dev);
	ck_assert(cusb_same_device(dev, copy));
	ck_assert_str_eq(copy->name, "1-2.3");
	ck_assert_uint_eq(copy->port_count, 2);
	ck_assert_uint_eq(copy->port_numbers[1], 3);
	cusb_device_free(copy);
}

CASE(copy_needs_the_original_no_longer)
{
	struct cusb_device *copy = copy_of(dev);
	size_t length;

	cusb_device_free(dev);
	dev = copy;
	ck_assert_str_eq(dev->name, "1-2.3");
	ck_assert_uint_eq(dev->idVendor, 0xfffe);
	ck_assert_uint_eq(dev->configuration_count, 2);
	ck_assert_ptr_eq(cusb_configuration_at(dev, 1)->device, dev);
	ck_assert_uint_eq(endpoint(0, 0, 0, 2)->bEndpointAddress, 0x82);
	ck_assert_mem_eq(cusb_descriptors(dev, &length), script_composite.descriptors,
			 script_composite.length);
}

CASE(copy_is_as_a_search_gives_it)
{
	struct cusb_device *copy;

	ck_assert_int_eq(cusb_set_default_timeout(dev, 250), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	copy = copy_of(dev);
	ck_assert(!cusb_is_open(copy));
	ck_assert_int_eq(cusb_default_timeout(copy), 1000);
	ck_assert_int_eq(cusb_claim_interface(copy, 0), 0);
	cusb_close(dev);
	ck_assert(cusb_is_open(copy));
	cusb_device_free(copy);
	expect_calls("open, claim 0, release 0, close, release 0, close");
}

CASE(copy_knows_the_speed_that_was_asked)
{
	struct cusb_device *copy;

	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	script_calls();
	copy = copy_of(dev);
	ck_assert_int_eq(cusb_device_speed(copy), CUSB_SPEED_HIGH);
	expect_calls("");
	cusb_device_free(copy);
}

CASE(copy_asks_for_a_speed_that_was_not)
{
	struct cusb_device *copy = copy_of(dev);

	ck_assert_int_eq(cusb_device_speed(copy), CUSB_SPEED_HIGH);
	expect_calls("speed 1-2.3");
	cusb_device_free(copy);
}

CASE(copy_of_a_device_without_an_address_asks_for_none)
{
	struct cusb_device *copy;

	script.devices[0].address = 0;
	plug_instead(&script.devices[0]);
	ck_assert_uint_eq(dev->address, 0);
	script_fail("address", -ENODEV);
	copy = copy_of(dev);
	ck_assert_uint_eq(copy->address, 0);
	ck_assert(cusb_same_device(dev, copy));
	cusb_device_free(copy);
}

CASE(copy_is_distinguished_by_the_number_of_its_plugging_in)
{
	struct cusb_device *one = NULL, *two = NULL, *copy;

	script.devices[0].id = 100;
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, &script.backend, name, dev->name), &one), 0);
	copy = copy_of(one);
	script.devices[0].id = 101;
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, &script.backend, name, dev->name), &two), 0);
	ck_assert(cusb_same_device(copy, one));
	ck_assert(!cusb_same_device(copy, two));
	cusb_device_free(one);
	cusb_device_free(two);
	cusb_device_free(copy);
}

CASE(copy_of_a_device_named_by_its_node_is_too)
{
	struct cusb_device *node, *copy;

	script.devices[0].name = "001/005";
	script.devices[0].provisional_name = true;
	node = script_find();
	copy = copy_of(node);
	ck_assert(cusb_same_device(copy, dev));
	cusb_device_free(node);
	cusb_device_free(copy);
}

CASE(copy_of_a_device_that_has_left_is_not_opened)
{
	struct cusb_device *copy;

	atomic_store(&device_of(dev)->left, true);
	copy = copy_of(dev);
	ck_assert_int_eq(cusb_open(copy), -ENODEV);
	expect_calls("");
	cusb_device_free(copy);
}

/* ---- bytes ---- */

CASE(descriptors_are_all_the_bytes)
{
	size_t length = 0;
	const uint8_t *bytes = cusb_descriptors(dev, &length);

	ck_assert_uint_eq(length, script_composite.length);
	ck_assert_mem_eq(bytes, script_composite.descriptors, length);
	ck_assert_ptr_eq(cusb_descriptors(dev, &length), bytes);
	expect_calls("");
}

CASE(descriptors_have_the_malformed_tail)
{
	size_t length = 0;

	script.devices[0].length -= 3;
	plug_instead(&script.devices[0]);
	ck_assert_mem_eq(cusb_descriptors(dev, &length), script_composite.descriptors,
			 script_composite.length - 3);
	ck_assert_uint_eq(length, script_composite.length - 3);
}
