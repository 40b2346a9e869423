/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

#define DEVICE "/sys/bus/usb/devices/1-2"

static const struct {
	const char *text;
	enum cusb_speed speed;
} speeds[] = {
	{"1.5\n", CUSB_SPEED_LOW},	    {"12\n", CUSB_SPEED_FULL},
	{"480\n", CUSB_SPEED_HIGH},	    {"5000\n", CUSB_SPEED_SUPER},
	{"10000\n", CUSB_SPEED_SUPER_PLUS}, {"20000\n", CUSB_SPEED_SUPER_PLUS_X2},
	{"unknown\n", CUSB_SPEED_UNKNOWN},  {"", CUSB_SPEED_UNKNOWN},
	{"40000\n", CUSB_SPEED_UNKNOWN},    {"4800\n", CUSB_SPEED_UNKNOWN},
};

FIXTURE(enumerate_begin, usbfs_end)

CASE_PER_ROW(speed_is_what_sysfs_says, speeds)
{
	sk_text(sk, DEVICE "/speed", speeds[_i].text);
	ck_assert_int_eq(backend->speed(backend, &sk_device), speeds[_i].speed);
	ck_assert_str_eq(sk_trace(sk), "orcorc");
}

CASE(speed_without_attribute_is_unknown)
{
	ck_assert_int_eq(backend->speed(backend, &sk_device), CUSB_SPEED_UNKNOWN);
}

static const struct {
	const char *dev; /* what the attribute says; NULL: there is none */
	const char *unreadable;
	int err;
} troubles[] = {
	{NULL, NULL, -ENODEV},		       /* speed of a device that left is enodev */
	{"189:5\n", NULL, -ENODEV},	       /* speed of a device that took the name is enodev */
	{"189:4\n", DEVICE "/speed", -EIO},    /* speed that cannot be read gives that error */
	{"189:4\n", DEVICE "/speed", -ENODEV}, /* attribute removed while open is enodev */
	{"189:4\n", DEVICE "/dev", -EIO}, /* number in dev that cannot be read gives that error */
	{"\n", NULL, -ENODEV},		  /* number in dev that makes no sense is enodev */
};

CASE_PER_ROW(speed_that_cannot_be_had_is_an_error, troubles)
{
	sk_text(sk, DEVICE "/speed", "480\n");
	if (troubles[_i].dev)
		sk_text(sk, DEVICE "/dev", troubles[_i].dev);
	else
		sk_remove(sk, DEVICE "/dev");
	if (troubles[_i].unreadable)
		sk_unreadable(sk, troubles[_i].unreadable, troubles[_i].err);
	ck_assert_int_eq(backend->speed(backend, &sk_device), troubles[_i].err);
}

static const struct {
	const char *devnum;
	int speed;
} devnums[] = {{"5\n", CUSB_SPEED_HIGH}, {"6\n", -ENODEV}, {"x\n", -ENODEV}};

CASE_PER_ROW(device_without_dev_is_known_by_devnum, devnums)
{
	sk_text(sk, DEVICE "/speed", "480\n");
	sk_remove(sk, DEVICE "/dev");
	sk_text(sk, DEVICE "/devnum", devnums[_i].devnum);
	ck_assert_int_eq(backend->speed(backend, &sk_device), devnums[_i].speed);
}

static const struct {
	enum cusb_device_string which;
	const char *path;
} strings[] = {
	{CUSB_MANUFACTURER, DEVICE "/manufacturer"},
	{CUSB_PRODUCT, DEVICE "/product"},
	{CUSB_SERIAL_NUMBER, DEVICE "/serial"},
};

CASE_PER_ROW(string_is_what_sysfs_says, strings)
{
	char text[32];

	sk_text(sk, strings[_i].path, "Pr\xc3\xbc\n");
	ck_assert_int_eq(backend->string(backend, &sk_device, strings[_i].which, text, 32), 4);
	ck_assert_str_eq(text, "Pr\xc3\xbc");
}

CASE_PER_ROW(string_that_sysfs_lacks_is_enodata, strings)
{
	char text[32];

	ck_assert_int_eq(backend->string(backend, &sk_device, strings[_i].which, text, 32),
			 -ENODATA);
}

CASE(longest_string_fits)
{
	char content[380], text[CUSB_STRING_SIZE + 8];

	memset(content, 'x', 378);
	strcpy(content + 378, "\n");
	sk_text(sk, DEVICE "/product", content);
	ck_assert_int_eq(backend->string(backend, &sk_device, CUSB_PRODUCT, text, sizeof text),
			 378);
}

CASE(string_read_that_a_signal_interrupts_is_repeated)
{
	char text[32];

	sk_text(sk, DEVICE "/product", "text\n");
	sk_fail(sk, 'r', 1, 3, -EINTR);
	ck_assert_int_eq(backend->string(backend, &sk_device, CUSB_PRODUCT, text, 32), 4);
}

static const struct {
	const char *text;
	int value;
} configurations[] = {
	{"1\n", 1}, {"255\n", 255}, {"0\n", 0}, {"", -EHOSTUNREACH}, {"x\n", -EBADMSG},
};

CASE_PER_ROW(configuration_is_what_sysfs_says, configurations)
{
	sk_text(sk, DEVICE "/bConfigurationValue", configurations[_i].text);
	ck_assert_int_eq(backend->configuration(backend, &sk_device), configurations[_i].value);
}

CASE(configuration_without_attribute_is_enoent)
{
	ck_assert_int_eq(backend->configuration(backend, &sk_device), -ENOENT);
}

CASE(altsetting_is_what_sysfs_says)
{
	sk_text(sk, DEVICE ":3.255/bAlternateSetting", " 7\n");
	ck_assert_int_eq(backend->altsetting(backend, &sk_device, 3, 255), 7);
}

CASE(altsetting_above_9_is_read)
{
	sk_text(sk, DEVICE ":1.0/bAlternateSetting", "12\n");
	ck_assert_int_eq(backend->altsetting(backend, &sk_device, 1, 0), 12);
}

CASE(altsetting_of_no_interface_is_enoent)
{
	sk_text(sk, DEVICE ":1.0/bAlternateSetting", " 0\n");
	ck_assert_int_eq(backend->altsetting(backend, &sk_device, 1, 1), -ENOENT);
}

CASE(altsetting_of_a_root_hub_is_found_under_port_0)
{
	const struct cusb_device hub = {.name = "usb12", .bus = 12, .address = 1};

	sk_text(sk, "/sys/bus/usb/devices/usb12/dev", "189:1408\n");
	sk_text(sk, "/sys/bus/usb/devices/12-0:1.0/bAlternateSetting", " 1\n");
	ck_assert_int_eq(backend->altsetting(backend, &hub, 1, 0), 1);
}

CASE(longest_root_and_name_fit_the_path)
{
	static const struct cusb_device far = {
		.name = "65535-255.255.255.255.255.255.255",
		.bus = 65535,
		.address = 1,
		.port_count = 7,
	};
	char root[ROOT_SIZE], path[PATH_SIZE];
	struct cusb_usbfs_options options = {
		.sysfs_root = root, .device_root = NULL, .syscalls = &sk_syscalls, .kernel = sk};
	struct cusb_backend *deep;

	memset(root, 'r', sizeof root);
	root[0] = '/';
	root[ROOT_SIZE - 1] = '\0';
	ck_assert_int_eq(cusb_usbfs_new(&options, &deep), 0);
	snprintf(path, sizeof path, "%s/bus/usb/devices/%s:255.255/bAlternateSetting", root,
		 far.name);
	sk_text(sk, path, " 1\n");
	snprintf(path, sizeof path, "%s/bus/usb/devices/%s/dev", root, far.name);
	sk_text(sk, path, "189:8388352\n");
	ck_assert_int_eq(deep->altsetting(deep, &far, 255, 255), 1);
	cusb_usbfs_free(deep);
}

/* Only the device itself can tell then. */
CASE(without_sysfs_nothing_can_be_told)
{
	sk_remove(sk, DEVICE "/dev");
	sk_remove(sk, "/sys/bus/usb/devices");
	ck_assert_int_eq(backend->configuration(backend, &sk_device), -ENOSYS);
	ck_assert_int_eq(backend->altsetting(backend, &sk_device, 1, 0), -ENOSYS);
	ck_assert_int_eq(backend->speed(backend, &sk_device), CUSB_SPEED_UNKNOWN);
}

CASE(sysfs_that_may_not_be_read_is_as_none)
{
	sk_unopenable(sk, DEVICE "/dev", -EACCES);
	ck_assert_int_eq(backend->configuration(backend, &sk_device), -ENOSYS);
	sk_remove(sk, DEVICE "/dev");
	sk_unopenable(sk, "/sys/bus/usb/devices", -EACCES);
	ck_assert_int_eq(backend->configuration(backend, &sk_device), -ENOSYS);
}

CASE(device_named_by_its_node_is_not_looked_for)
{
	struct cusb_device named = sk_device;

	named.name = "001/005";
	ck_assert_int_eq(backend->configuration(backend, &named), -ENOSYS);
}
