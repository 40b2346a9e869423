/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "virtual/device/hcd.h"

#include "unit.h"

static const struct cusb_virtual_model *loopback(void)
{
	return cusb_virtual_find_model("loopback");
}

CASE(configuration_is_found_by_value)
{
	size_t length = 0;
	const uint8_t *desc = virtual_find_configuration(loopback(), 2, &length);

	ck_assert_ptr_nonnull(desc);
	ck_assert_uint_eq(desc[5], 2);
	ck_assert_uint_eq(length, 32);
}

CASE(configuration_that_is_not_there_is_null)
{
	size_t length;

	ck_assert_ptr_null(virtual_find_configuration(loopback(), 3, &length));
	ck_assert_ptr_null(virtual_configuration_at(loopback(), 2, &length));
}

/* Behind a device descriptor, and whether it is found as a configuration, with how many bytes. */
static const struct {
	const char *what;
	uint8_t bytes[18 + 18];
	size_t size;
	bool found;
	size_t length;
} malformed[] = {
	{"total length past the end is cut", {18, 1, [18] = 9, 2, 0xff, 0xff, 0, 1}, 27, true, 9},
	{"total length too small takes the rest", {18, 1, [18] = 9, 2, 0, 0, 0, 1}, 36, true, 18},
	{"no configuration ends the search", {18, 1, [18] = 9, 4, 9, 0, 0, 1}, 27, false, 0},
};

CASE_PER_ROW(configuration_that_is_malformed_is_found_as_far_as_it_goes, malformed)
{
	struct cusb_virtual_model model = {.descriptors = malformed[_i].bytes,
					   .descriptors_length = malformed[_i].size};
	size_t length = 0;
	const uint8_t *desc = virtual_configuration_at(&model, 0, &length);

	ck_assert_msg(!!desc == malformed[_i].found, "%s", malformed[_i].what);
	ck_assert_ptr_eq(virtual_find_configuration(&model, 1, &length), desc);
	ck_assert_uint_eq(length, malformed[_i].length);
}

CASE(interface_is_found_by_setting)
{
	const uint8_t *desc = virtual_find_interface(loopback(), 1, 1, 2);

	ck_assert_ptr_nonnull(desc);
	ck_assert_uint_eq(desc[2], 1);
	ck_assert_uint_eq(desc[3], 2);
	ck_assert_ptr_null(virtual_find_interface(loopback(), 1, 1, 3));
	ck_assert_ptr_null(virtual_find_interface(loopback(), 2, 1, 0));
	ck_assert_ptr_null(virtual_find_interface(loopback(), 9, 1, 0));
}

CASE(endpoint_is_that_of_the_current_setting)
{
	struct cusb_virtual_device *dev = virtual_device_new(loopback());

	dev->configuration = 1;
	ck_assert_ptr_null(virtual_find_endpoint(dev, 0x83));
	dev->altsettings[1] = 1;
	ck_assert_uint_eq(virtual_find_endpoint(dev, 0x83)[3], 2);
	dev->altsettings[1] = 2;
	ck_assert_uint_eq(virtual_find_endpoint(dev, 0x83)[3], 3);
	virtual_device_free(dev);
}

CASE(walk_ends_at_a_descriptor_that_is_cut)
{
	const struct cusb_virtual_model *model = cusb_virtual_find_model("malformed");
	const uint8_t *desc = NULL;
	unsigned int n = 0;

	while ((desc = virtual_next_descriptor(model, 1, desc)))
		n++;
	/* configuration, interface, endpoint */
	ck_assert_uint_eq(n, 3);
}

CASE(walk_ends_at_a_descriptor_without_length)
{
	static const uint8_t bytes[18 + 9 + 9] = {18, 1, [18] = 9, 2, 18, 0, 1, 1};
	struct cusb_virtual_model model = {.descriptors = bytes,
					   .descriptors_length = sizeof bytes};
	const uint8_t *desc = virtual_next_descriptor(&model, 1, NULL);

	ck_assert_ptr_eq(desc, bytes + 18);
	ck_assert_ptr_null(virtual_next_descriptor(&model, 1, desc));
}
