/* SPDX-License-Identifier: MIT */
/*
 * Until a device is used, the default backend can only find. Each call that does more adds the rest
 * by itself: none may say that the backend cannot do it. Cases run in processes of their own, so
 * every call is the first one.
 */
#include "backend/usbfs/usbfs.h"
#include "core/device.h"
#include "core/native_backend.h"
#include "core/calls.h"
#include "core/core_fixture.h"

static const char *sysfs_root, *device_root;

static void begin(void)
{
	struct cusb_candidate candidate = {.name = "1-2",
					   .bus = 1,
					   .port_count = 1,
					   .address = 5,
					   .descriptors = hub_descriptors(),
					   .descriptors_length = script_composite.length};
	struct usbfs *fs = usbfs_of(native_backend);
	struct cusb_device summary;
	struct device *made;

	sysfs_root = fs->sysfs_root;
	device_root = fs->device_root;
	fs->sysfs_root = fs->device_root = "/nowhere";
	ck_assert_int_eq(device_summarize(&candidate, &summary), 0);
	ck_assert_int_eq(device_new(native_backend, &candidate, &summary, &made), 0);
	dev = &made->public;
}

static void end(void)
{
	struct usbfs *fs = usbfs_of(native_backend);

	cusb_device_free(dev);
	fs->sysfs_root = sysfs_root;
	fs->device_root = device_root;
}

FIXTURE(begin, end)

static int cancel(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81};

	return cusb_cancel(dev, &one);
}

#define OF(call, want) #call, call, want
static const struct {
	const char *name;
	int (*call)(void);
	int want;
} calls[] = {
	{OF(configuration, -ENODEV)},
	{OF(configure, -ENODEV)},
	{OF(altsetting, -ENODEV)},
	{OF(set_altsetting, -ENODEV)},
	{OF(claim, -ENODEV)},
	{OF(open_it, -ENODEV)},
	{OF(reset, -ENODEV)},
	{OF(clear_halt, -ENODEV)},
	{OF(driver, -ENODEV)},
	{OF(is_active, -ENODEV)},
	{OF(drop_privileges, -ENODEV)},
	{OF(allow_suspend, -ENODEV)},
	{OF(wait_for_resume, -ENODEV)},
	{OF(claim_port, -ENODEV)},
	{OF(alloc_streams, -ENODEV)},
	{OF(buffer, -ENODEV)},
	{OF(control, -ENODEV)},
	{OF(read_it, -ENODEV)},
	{OF(transfer, -ENODEV)},
	{OF(submit, -ENODEV)},
	{OF(reap, -ENODATA)},
	{OF(cancel, -ENOENT)},
	{OF(cancel_all, 0)},
	{OF(poll_fd, -ENODEV)},
	{OF(langids, -ENODEV)},
};

CASE_PER_ROW(first_call_of_all_finds_the_whole_backend, calls)
{
	int got = calls[_i].call();

	ck_assert_msg(got == calls[_i].want, "%s: %d, not %d", calls[_i].name, got, calls[_i].want);
}

CASE(descriptor_of_something_else_finds_the_whole_backend)
{
	ck_assert_int_eq(from_fd(), -EBADF);
}

CASE(finding_needs_no_more_than_there_is)
{
	struct cusb_device **list = NULL;

	ck_assert_int_eq(cusb_find_all(NULL, &list), 0);
	cusb_free_list(list);
	ck_assert_int_eq(cusb_device_speed(dev), CUSB_SPEED_UNKNOWN);
	ck_assert(!cusb_is_open(dev));
	cusb_close(dev);
	cusb_dispose_resources(dev);
}
