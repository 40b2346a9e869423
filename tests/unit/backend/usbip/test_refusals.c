/* SPDX-License-Identifier: MIT */
/* Arguments of the backend for USB/IP that it refuses. */
#include <cusb/error.h>
#include <cusb/usbip.h>

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <unistd.h>

#include "unit.h"

static struct cusb_backend *backend;

static void begin(void)
{
	ck_assert_int_eq(cusb_usbip_new(NULL, &backend), 0);
}

static void end(void)
{
	cusb_usbip_free(backend);
}

FIXTURE(begin, end)

CASE(reserved_options_are_refused)
{
	struct cusb_backend *refused;

	ck_assert_int_eq(cusb_usbip_new(&(struct cusb_usbip_options){.reserved = {0, 1}}, &refused),
			 -EINVAL);
	ck_assert_str_eq(cusb_error_text(-EINVAL), "the reserved members of the options are not 0");
}

CASE(half_a_name_service_is_refused)
{
	struct cusb_backend *refused;

	ck_assert_int_eq(
		cusb_usbip_new(&(struct cusb_usbip_options){.resolve = getaddrinfo}, &refused),
		-EINVAL);
	ck_assert_int_eq(cusb_usbip_new(&(struct cusb_usbip_options){.free_resolved = freeaddrinfo},
					&refused),
			 -EINVAL);
	ck_assert_str_eq(cusb_error_text(-EINVAL), "resolve and free_resolved belong together");
}

static const struct cusb_usbip_place places[] = {
	{.bus = 1, .port = 0, .speed = CUSB_SPEED_HIGH},
	{.bus = 1, .port = 1, .speed = CUSB_SPEED_SUPER_PLUS_X2 + 1},
	{.bus = 1, .port = 1, .speed = CUSB_SPEED_HIGH, .reserved = {0, 1}},
};

/* The descriptor is closed all the same. */
CASE_PER_ROW(impossible_places_are_refused, places)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(cusb_usbip_add(backend, fd, &places[_i]), -EINVAL);
	ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
}

CASE(a_descriptor_that_is_no_socket_is_refused)
{
	const struct cusb_usbip_place place = {.bus = 1, .port = 1, .speed = CUSB_SPEED_HIGH};
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	ck_assert_int_eq(cusb_usbip_add(backend, ends[1], &place), -ENODEV);
	close(ends[0]);
	ck_assert_int_eq(fcntl(ends[1], F_GETFD), -1);
}
