/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/script_kernel.h"
#include "unit.h"

static struct script_kernel *sk;
static struct cusb_backend *backend;
static struct cusb_handle *handle;
static uint8_t addresses[127];

static void setup(void)
{
	sk = sk_new();
	backend = sk_backend(sk);
	handle = sk_open(sk);
	memset(addresses, 0xee, sizeof addresses);
}

static void teardown(void)
{
	sk_free(sk);
}

FIXTURE(setup, teardown)

CASE(ports_come_from_the_driver_of_interface_0)
{
	const struct usbdevfs_hub_portinfo info = {.nports = 3, .port = {5, 0, 127}};

	sk_answer_bytes(sk, USBDEVFS_IOCTL, 4, &info, sizeof info);
	ck_assert_int_eq(backend->hub->ports(handle, addresses), 3);
	ck_assert_mem_eq(addresses, ((uint8_t[]){5, 0, 127, 0xee}), 4);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.inner.ifno, 0);
	ck_assert_uint_eq((unsigned int)sk_ioctl_at(sk, 0)->arg.inner.ioctl_code,
			  USBDEVFS_HUB_PORTINFO);
}

CASE(most_ports_are_127)
{
	struct usbdevfs_hub_portinfo info = {.nports = 127};

	sk_answer_bytes(sk, USBDEVFS_IOCTL, 128, &info, sizeof info);
	ck_assert_int_eq(backend->hub->ports(handle, addresses), 127);
	info.nports = (char)128;
	sk_answer_bytes(sk, USBDEVFS_IOCTL, 129, &info, sizeof info);
	ck_assert_int_eq(backend->hub->ports(handle, addresses), -EBADMSG);
}

static const struct {
	int answer, result;
} refusals[] = {{-ENOTTY, -ENODATA}, {-EHOSTUNREACH, -EHOSTUNREACH}, {-EACCES, -EACCES}};

CASE_PER_ROW(ports_that_are_not_told, refusals)
{
	sk_answer(sk, USBDEVFS_IOCTL, refusals[_i].answer, NULL);
	ck_assert_int_eq(backend->hub->ports(handle, addresses), refusals[_i].result);
	ck_assert_uint_eq(addresses[0], 0xee);
}

CASE(claim_port_names_the_port)
{
	ck_assert_int_eq(backend->hub->claim_port(handle, 9), 0);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, USBDEVFS_CLAIM_PORT);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.number, 9);
}

CASE(release_port_names_the_port)
{
	sk_answer(sk, USBDEVFS_RELEASE_PORT, -ENOENT, NULL);
	ck_assert_int_eq(backend->hub->release_port(handle, 9), -ENOENT);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.number, 9);
}
