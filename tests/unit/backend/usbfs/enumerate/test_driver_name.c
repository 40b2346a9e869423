/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

#define DEVICE "/sys/bus/usb/devices/1-2"
#define LINK   DEVICE ":1.0/driver"

static char name[32];

static void begin(void)
{
	enumerate_begin();
	strcpy(name, "as before");
	sk_text(sk, DEVICE ":1.0/bAlternateSetting", " 0\n");
}

static int ask(size_t size)
{
	return backend->driver(backend, &sk_device, 1, 0, name, size);
}

FIXTURE(begin, usbfs_end)

CASE(driver_is_the_last_of_where_the_link_leads)
{
	sk_text(sk, LINK, "../../../../../../bus/usb/drivers/usb-storage");
	ck_assert_int_eq(ask(sizeof name), 0);
	ck_assert_str_eq(name, "usb-storage");
	ck_assert_str_eq(sk_trace(sk), "lorc");
}

static const struct {
	const char *link; /* NULL: none */
	size_t size;
	int result;
	const char *name;
} links[] = {
	{"hub", 32, 0, "hub"},			  /* link without a slash is the name */
	{NULL, 32, -ENODATA, "as before"},	  /* interface without link has no driver */
	{"x/hub", 4, 0, "hub"},			  /* name that just fits */
	{"x/hub", 3, -ENAMETOOLONG, "as before"}, /* name that does not fit is not cut */
	{"drivers/", 32, -EBADMSG, "as before"}, /* link to a directory without name is malformed */
};

CASE_PER_ROW(name_comes_whole_or_not_at_all, links)
{
	if (links[_i].link)
		sk_text(sk, LINK, links[_i].link);
	ck_assert_int_eq(ask(links[_i].size), links[_i].result);
	ck_assert_str_eq(name, links[_i].name);
}

CASE(no_interface_is_enoent)
{
	sk_remove(sk, DEVICE ":1.0/bAlternateSetting");
	ck_assert_int_eq(ask(sizeof name), -ENOENT);
}

CASE(link_that_is_longer_than_any_is_malformed)
{
	char target[1000];

	memset(target, 'x', sizeof target - 1);
	target[sizeof target - 1] = '\0';
	for (size_t i = 3; i < sizeof target - 1; i += 8)
		target[i] = '/';
	sk_text(sk, LINK, target);
	ck_assert_int_eq(ask(sizeof name), -EBADMSG);
}

CASE(device_that_left_is_enodev)
{
	sk_remove(sk, DEVICE "/dev");
	ck_assert_int_eq(ask(sizeof name), -ENODEV);
	sk_text(sk, LINK, "x/hub");
	ck_assert_int_eq(ask(sizeof name), -ENODEV);
	ck_assert_str_eq(name, "as before");
}

CASE(driver_of_another_device_under_the_name_is_enodev)
{
	sk_text(sk, LINK, "x/hub");
	sk_text(sk, DEVICE "/dev", "189:5\n");
	ck_assert_int_eq(ask(sizeof name), -ENODEV);
}

CASE(link_that_cannot_be_read_gives_that_error)
{
	sk_fail(sk, 'l', 1, 1, -EACCES);
	ck_assert_int_eq(ask(sizeof name), -EACCES);
}

CASE(driver_of_a_root_hub_is_found_under_port_0)
{
	const struct cusb_device hub = {.name = "usb12", .bus = 12, .address = 1};

	sk_text(sk, "/sys/bus/usb/devices/usb12/dev", "189:1408\n");
	sk_text(sk, "/sys/bus/usb/devices/12-0:1.0/driver", "../bus/usb/drivers/hub");
	ck_assert_int_eq(backend->driver(backend, &hub, 1, 0, name, sizeof name), 0);
	ck_assert_str_eq(name, "hub");
}
