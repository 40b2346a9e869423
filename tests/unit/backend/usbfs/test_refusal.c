/* SPDX-License-Identifier: MIT */
/* The errors of the calls that claim, or for which the kernel claims. */
#include "backend/usbfs/usbfs_fixture.h"

static int claim(void)
{
	return backend->claim(handle, 0);
}

static int detach_and_claim(void)
{
	return backend->drivers->detach_and_claim(handle, 0);
}

static int set_altsetting(void)
{
	return backend->set_altsetting(handle, 0, 1);
}

static int clear_halt(void)
{
	return backend->clear_halt(handle, 0x81);
}

static int reset_endpoint(void)
{
	return backend->reset_endpoint(handle, 0x81);
}

static int alloc_streams(void)
{
	return backend->streams->alloc(handle, 2, (const uint8_t[]){0x81}, 1);
}

static int free_streams(void)
{
	return backend->streams->free(handle, (const uint8_t[]){0x81}, 1);
}

static int control(void)
{
	static const struct cusb_setup setup = {0x21, 9, 0, 0, 0};

	return (int)backend->control(handle, &setup, NULL, 100);
}

static const struct {
	int (*call)(void);
	unsigned long request;
} calls[] = {
	{claim, USBDEVFS_CLAIMINTERFACE},	 {detach_and_claim, USBDEVFS_DISCONNECT_CLAIM},
	{set_altsetting, USBDEVFS_SETINTERFACE}, {clear_halt, USBDEVFS_CLEAR_HALT},
	{reset_endpoint, USBDEVFS_RESETEP},	 {alloc_streams, USBDEVFS_ALLOC_STREAMS},
	{free_streams, USBDEVFS_FREE_STREAMS},	 {control, USBDEVFS_CONTROL},
};

FIXTURE(usbfs_begin_opened, usbfs_end)

static void check(size_t i, int answer, int result)
{
	sk_answer(sk, calls[i].request, answer, NULL);
	ck_assert_int_eq(calls[i].call(), result);
}

CASE_PER_ROW(device_that_is_not_configured_is_ehostunreach, calls)
{
	check(_i, -ESRCH, -EHOSTUNREACH);
}

/* Claiming an interface that is not authorized gives -ENODEV. */
CASE_PER_ROW(interface_that_is_not_authorized_is_eacces, calls)
{
	static const struct sk_step steps[] = {LOOKED(POLLOUT)};

	PLAY(steps);
	check(_i, -ENODEV, -EACCES);
}

CASE_PER_ROW(device_that_is_gone_is_enodev, calls)
{
	static const struct sk_step steps[] = {LOOKED(POLLHUP)};

	PLAY(steps);
	check(_i, -ENODEV, -ENODEV);
}

CASE_PER_ROW(interface_of_a_driver_is_ebusy, calls)
{
	check(_i, -EBUSY, -EBUSY);
}
