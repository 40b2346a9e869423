/* SPDX-License-Identifier: MIT */
/* Strings: from sysfs and from the device, languages, room for them; and descriptions. */
#define CASES_SHARE 1

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seam.h"

#define MANUFACTURER "Prüfstand für USB"
#define PRODUCT	     "Loopback ∞ Übungsgerät"
#define SERIAL	     "0001-π"

CASE_NEEDS(strings_of_the_device, NEED_STRINGS)
{
	struct cusb_device *dev = plug_loopback();
	const char *manufacturer = NULL, *product = NULL, *serial = NULL, *again = NULL;

	CHECK_OK(cusb_manufacturer(dev, &manufacturer));
	CHECK_OK(cusb_product(dev, &product));
	CHECK_OK(cusb_serial_number(dev, &serial));
	CHECK_STR(manufacturer, MANUFACTURER);
	CHECK_STR(product, PRODUCT);
	CHECK_STR(serial, SERIAL);
	CHECK_OK(cusb_manufacturer(dev, &again));
	CHECK_STR(again, manufacturer);
	CHECK(!cusb_is_open(dev));
	cusb_device_free(dev);
}

CASE(strings_from_the_device_equal_those_of_sysfs)
{
	struct cusb_device *dev = plug_loopback();
	char text[CUSB_STRING_SIZE];

	CHECK_INT(cusb_get_string(dev, dev->iManufacturer, CUSB_DEFAULT_LANGID, text, sizeof text),
		  strlen(MANUFACTURER));
	CHECK_STR(text, MANUFACTURER);
	CHECK_INT(cusb_get_string(dev, dev->iProduct, 0x0409, text, sizeof text), strlen(PRODUCT));
	CHECK_STR(text, PRODUCT);
	CHECK_INT(cusb_get_string(dev, dev->iSerialNumber, 0x0407, text, sizeof text),
		  strlen(SERIAL));
	CHECK_STR(text, SERIAL);
	cusb_device_free(dev);
}

CASE(strings_of_configurations_and_interfaces)
{
	struct cusb_device *dev = plug_loopback();
	char text[CUSB_STRING_SIZE];

	CHECK_INT(cusb_get_string(dev, dev->configurations[0].iConfiguration, CUSB_DEFAULT_LANGID,
				  text, sizeof text),
		  14);
	CHECK_STR(text, "Two interfaces");
	CHECK_INT(cusb_get_string(dev, cusb_interface_at(dev->configurations, 0, 0)->iInterface,
				  CUSB_DEFAULT_LANGID, text, sizeof text),
		  8);
	CHECK_STR(text, "Loopback");
	cusb_device_free(dev);
}

static void check_known(struct cusb_device *dev, unsigned int index, const char *want)
{
	char text[CUSB_STRING_SIZE];

	CHECK_INT(cusb_known_string(dev, index, text, sizeof text), strlen(want));
	CHECK_STR(text, want);
}

static void check_unknown(struct cusb_device *dev, unsigned int index)
{
	char text[CUSB_STRING_SIZE];

	CHECK_INT(cusb_known_string(dev, index, text, sizeof text), -ENODATA);
}

/* The kernel reads the strings of the configuration that it sets, and of its interfaces. */
CASE_NEEDS(strings_of_the_active_configuration_need_no_open_device, NEED_NATIVE)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *first = &dev->configurations[0];

	check_known(dev, first->iConfiguration, "Two interfaces");
	check_known(dev, cusb_interface_at(first, 0, 0)->iInterface, "Loopback");
	check_unknown(dev, dev->configurations[1].iConfiguration);
	check_known(dev, dev->iProduct, "Loopback ∞ Übungsgerät");
	check_known(dev, dev->iSerialNumber, "0001-π");
	check_unknown(dev, 0);
	check_unknown(dev, 99);
	CHECK_INT(cusb_known_string(dev, 256, NULL, 0), -EINVAL);
	CHECK(!cusb_is_open(dev));
	CHECK_OK(cusb_set_configuration(dev, dev->configurations[1].bConfigurationValue));
	check_known(dev, dev->configurations[1].iConfiguration, "One interface");
	check_unknown(dev, first->iConfiguration);
	CHECK_OK(cusb_set_configuration(dev, first->bConfigurationValue));
	cusb_device_free(dev);
}

CASE(languages)
{
	struct cusb_device *dev = plug_loopback();
	uint16_t langids[CUSB_LANGIDS_MAX] = {0};

	CHECK_INT(cusb_get_langids(dev, langids, CUSB_LANGIDS_MAX), 2);
	CHECK_INT(langids[0], 0x0409);
	CHECK_INT(langids[1], 0x0407);
	langids[1] = 0x5a5a;
	CHECK_INT(cusb_get_langids(dev, langids, 1), 2);
	CHECK_INT(langids[0], 0x0409);
	CHECK_INT(langids[1], 0x5a5a);
	CHECK_INT(cusb_get_langids(dev, NULL, 0), 2);
	cusb_device_free(dev);
}

CASE(strings_that_are_not_there)
{
	struct cusb_device *dev = plug_loopback();
	char text[CUSB_STRING_SIZE];

	CHECK_INT(cusb_get_string(dev, 0, CUSB_DEFAULT_LANGID, text, sizeof text), -ENODATA);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(cusb_get_string(dev, 99, CUSB_DEFAULT_LANGID, text, sizeof text), -EPIPE);
	CHECK_INT(cusb_get_string(dev, 256, CUSB_DEFAULT_LANGID, text, sizeof text), -EINVAL);
	CHECK_INT(cusb_get_string(dev, 1, 0x10000, text, sizeof text), -EINVAL);
	CHECK_INT(cusb_get_string(dev, 1, -2, text, sizeof text), -EINVAL);
	cusb_device_free(dev);
}

CASE(a_string_is_cut_at_a_character)
{
	struct cusb_device *dev = plug_loopback();
	char text[8];

	memset(text, 0x5a, sizeof text);
	CHECK_INT(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, text, 5), strlen(MANUFACTURER));
	CHECK_STR(text, "Prü"); /* four bytes and the NUL */
	CHECK_INT(text[5], 0x5a);
	CHECK_INT(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, text, 4), strlen(MANUFACTURER));
	CHECK_STR(text, "Pr");
	CHECK_INT(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, text, 1), strlen(MANUFACTURER));
	CHECK_STR(text, "");
	CHECK_INT(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, NULL, 0), strlen(MANUFACTURER));
	cusb_device_free(dev);
}

CASE_NEEDS(languages_are_asked_for_once, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	char text[CUSB_STRING_SIZE];

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, text, sizeof text) > 0);
	seam_reset();
	CHECK(cusb_get_string(dev, 2, CUSB_DEFAULT_LANGID, text, sizeof text) > 0);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, 0), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(a_failure_to_get_languages_is_not_remembered, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	uint16_t langid = 0;
	char text[CUSB_STRING_SIZE];

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_CONTROL, 1, 1, -EIO);
	CHECK_INT(cusb_get_langids(dev, &langid, 1), -EIO);
	CHECK_INT(cusb_get_langids(dev, &langid, 1), 2);
	seam_fail(VIRTUAL_OPENAT, 0, 1, 1, -EACCES);
	cusb_dispose_resources(dev);
	CHECK_INT(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, text, sizeof text), -EACCES);
	CHECK(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, text, sizeof text) > 0);
	cusb_device_free(dev);
	seam_end();
}

/* A stall means that the device has no strings. */
CASE_NEEDS(a_stalled_language_list_means_none, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	uint16_t langid = 0;
	char text[CUSB_STRING_SIZE];

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_CONTROL, 1, 99, -EPIPE);
	CHECK_INT(cusb_get_langids(dev, &langid, 1), 0);
	CHECK_INT(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, text, sizeof text), -ENODATA);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(strings_are_forgotten_by_reset, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	const char *text = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_product(dev, &text));
	seam_reset();
	CHECK_OK(cusb_product(dev, &text));
	CHECK_INT(seam_count_all(), 0);
	CHECK_OK(cusb_reset(dev));
	seam_reset();
	CHECK_OK(cusb_product(dev, &text));
	CHECK(seam_count_all() > 0);
	CHECK_STR(text, PRODUCT);
	cusb_device_free(dev);
	seam_end();
}

static void check_described(const char *text, size_t length, const char *const *parts)
{
	CHECK_INT(strlen(text), length);
	for (; *parts; parts++) {
		if (!strstr(text, *parts))
			check_failed(__FILE__, __LINE__, *parts);
	}
}

CASE(a_device_is_described)
{
	static const char *const parts[] = {"fffe", MANUFACTURER,     PRODUCT, SERIAL, "0x81",
					    "512",  "Two interfaces", "Bulk",  "IN",   NULL};
	struct cusb_device *dev = plug_loopback();
	size_t length = cusb_describe_device(dev, NULL, 0);
	char *text = malloc(length + 1), start[20];

	CHECK(text);
	CHECK_INT(cusb_describe_device(dev, text, length + 1), length);
	check_described(text, length, parts);
	CHECK_INT(cusb_describe_device(dev, start, sizeof start), length);
	CHECK_INT(strlen(start), sizeof start - 1);
	CHECK_BYTES(start, text, sizeof start - 1);
	free(text);
	cusb_device_free(dev);
}

CASE(parts_of_a_device_are_described)
{
	static const char *const cfg_parts[] = {"One interface", "500", "0x81", NULL};
	static const char *const intf_parts[] = {"INTERFACE 1, 2", "ENDPOINT 0x3", "0x83",
						 "Interrupt", NULL};
	static const char *const ep_parts[] = {"0x2", "Interrupt", "OUT", "64", NULL};
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = dev->configurations;
	char text[4096];

	check_described(text, cusb_describe_configuration(&cfg[1], text, sizeof text), cfg_parts);
	check_described(text,
			cusb_describe_interface(cusb_interface_at(cfg, 1, 2), text, sizeof text),
			intf_parts);
	check_described(text,
			cusb_describe_endpoint(cusb_endpoint_at(cusb_interface_at(cfg, 0, 0), 2),
					       text, sizeof text),
			ep_parts);
	cusb_device_free(dev);
}

CASE(a_device_that_is_gone_is_still_described)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name);
	char text[8192];

	world_unplug(name);
	CHECK(cusb_describe_device(dev, text, sizeof text) > 500);
	CHECK(strstr(text, "fffe"));
	CHECK(!strstr(text, PRODUCT));
	cusb_device_free(dev);
}

/* Three string descriptors, and the text of each. */
struct odd_strings {
	const char *descriptors[3], *texts[3];
};

static const struct odd_strings odd_strings[] = {
	/* NULs behind the text, and inside; nothing before the NUL */
	{{"0a 03 41 00 42 00 00 00 00 00", "0a 03 41 00 00 00 42 00 00 00", "06 03 00 00 43 00"},
	 {"AB", "A", ""}},
	/* a newline, an escape, a newline at the end */
	{{"0a 03 31 00 0a 00 78 00 79 00", "0a 03 41 00 1b 00 5b 00 6d 00", "06 03 41 00 0a 00"},
	 {"1\nxy", "A\x1b[m", "A\n"}},
	/* halves of surrogate pairs, and a whole one; half a unit at the end */
	{{"08 03 41 00 00 d8 42 00", "0a 03 00 dc 3d d8 00 de 00 d8", "05 03 41 00 42"},
	 {"AB", "\xf0\x9f\x98\x80", "A"}},
};

static const struct cusb_virtual_model *odd_model(size_t i)
{
	static struct cusb_virtual_model *models[sizeof odd_strings / sizeof odd_strings[0]];
	const struct odd_strings *odd = &odd_strings[i];
	char text[1024], why[128];

	snprintf(text, sizeof text,
		 "descriptors 12 01 00 02 00 00 00 40 fe ff 53 00 00 01 01 02 03 01\n"
		 "    09 02 12 00 01 01 00 80 32\n"
		 "    09 04 00 00 00 ff 00 00 00\n"
		 "langids 0409\n"
		 "control 80 06 0301 0409 answer %s\n"
		 "control 80 06 0302 0409 answer %s\n"
		 "control 80 06 0303 0409 answer %s\n",
		 odd->descriptors[0], odd->descriptors[1], odd->descriptors[2]);
	CHECK_OK(cusb_virtual_parse(text, why, sizeof why, &models[i]));
	return models[i];
}

static void check_odd(struct cusb_device *dev, const struct odd_strings *odd)
{
	static int (*const from_sysfs[])(struct cusb_device *, const char **) = {
		cusb_manufacturer, cusb_product, cusb_serial_number};
	char asked[CUSB_STRING_SIZE];

	for (unsigned int i = 0; i < 3; i++) {
		const char *text = NULL;

		CHECK_OK(from_sysfs[i](dev, &text));
		CHECK_STR(text, odd->texts[i]);
		CHECK_INT(cusb_get_string(dev, i + 1, CUSB_DEFAULT_LANGID, asked, sizeof asked),
			  strlen(odd->texts[i]));
		CHECK_STR(asked, odd->texts[i]);
	}
}

CASE(odd_strings_are_the_same_from_sysfs_and_from_the_device)
{
	for (size_t i = 0; i < sizeof odd_strings / sizeof odd_strings[0]; i++) {
		const char *name = world_plug_model(odd_model(i));
		struct cusb_device *dev = find_name(name);

		check_odd(dev, &odd_strings[i]);
		cusb_device_free(dev);
		world_unplug(name);
	}
}
