/* SPDX-License-Identifier: MIT */
/*
 * Until a device is used, the default backend can only find. Each call that does more adds the rest
 * by itself: none may say that the backend cannot do it. Cases run in processes of their own, so
 * every call is the first one.
 */
#include <cusb/cusb.h>

#include "backend/usbfs/usbfs.h"
#include "core/device.h"
#include "core/native_backend.h"
#include "core/script_backend.h"
#include "unit.h"

static struct cusb_device *dev;
static const char *sysfs_root, *device_root;
static uint8_t data[64];

static void begin(void)
{
	static uint8_t hub[256];
	struct cusb_candidate candidate = {.name = "1-2",
					   .bus = 1,
					   .port_count = 1,
					   .address = 5,
					   .descriptors = hub,
					   .descriptors_length = script_composite.length};
	struct usbfs *fs = usbfs_of(native_backend);
	struct cusb_device summary;
	struct device *made;

	memcpy(hub, script_composite.descriptors, script_composite.length);
	hub[4] = CUSB_CLASS_HUB;
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

static int configuration(void)
{
	const struct cusb_configuration *cfg;

	return cusb_active_configuration(dev, &cfg);
}

static int set_configuration(void)
{
	return cusb_set_configuration(dev, 1);
}

static int altsetting(void)
{
	return cusb_altsetting(dev, 1);
}

static int set_altsetting(void)
{
	return cusb_set_altsetting(dev, 1, 1);
}

static int claim(void)
{
	return cusb_claim_interface(dev, 0);
}

static int open_it(void)
{
	return cusb_open(dev);
}

static int reset(void)
{
	return cusb_reset(dev);
}

static int clear_halt(void)
{
	return cusb_clear_halt(dev, 0x81);
}

static int driver(void)
{
	char name[32];

	return cusb_kernel_driver(dev, 0, name, sizeof name);
}

static int is_active(void)
{
	return cusb_is_kernel_driver_active(dev, 0);
}

static int drop_privileges(void)
{
	return cusb_drop_privileges(dev, 0);
}

static int allow_suspend(void)
{
	return cusb_allow_suspend(dev);
}

static int wait_for_resume(void)
{
	return cusb_wait_for_resume(dev);
}

static int claim_port(void)
{
	return cusb_claim_port(dev, 1);
}

static int alloc_streams(void)
{
	return cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1);
}

static int buffer(void)
{
	void *memory;

	return cusb_buffer_alloc(dev, 100, &memory);
}

static int control(void)
{
	return (int)cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 8, 100);
}

static int read_it(void)
{
	return (int)cusb_read(dev, 0x81, data, sizeof data, 100);
}

static int transfer(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81, .data = data, .length = 64};

	return cusb_transfer(dev, &one);
}

static int submit(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81, .data = data, .length = 64};

	return cusb_submit(dev, &one);
}

static int reap(void)
{
	struct cusb_transfer *reaped;

	return cusb_reap(dev, CUSB_DONT_WAIT, &reaped);
}

static int cancel(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81};

	return cusb_cancel(dev, &one);
}

static int cancel_all(void)
{
	return cusb_cancel_all(dev, 0x81);
}

static int poll_fd(void)
{
	return cusb_poll_fd(dev);
}

static int langids(void)
{
	return (int)cusb_get_langids(dev, NULL, 0);
}

static int from_fd(void)
{
	struct cusb_device *found;

	return cusb_device_from_fd(-1, &found) == -EBADF ? cusb_device_from_fd(1000, &found) : 0;
}

#define OF(call, want) #call, call, want
static const struct {
	const char *name;
	int (*call)(void);
	int want;
} calls[] = {
	{OF(configuration, -ENODEV)},
	{OF(set_configuration, -ENODEV)},
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
	{OF(from_fd, -EBADF)},
};

CASE_PER_ROW(first_call_of_all_finds_the_whole_backend, calls)
{
	int got = calls[_i].call();

	ck_assert_msg(got == calls[_i].want, "%s: %d, not %d", calls[_i].name, got, calls[_i].want);
}

CASE(finding_needs_no_more_than_there_is)
{
	struct cusb_device **list = NULL;

	ck_assert_int_eq(cusb_find_all(NULL, &list), -ENOENT);
	ck_assert_int_eq(cusb_speed(dev), CUSB_SPEED_UNKNOWN);
	ck_assert(!cusb_is_open(dev));
	cusb_close(dev);
	cusb_dispose_resources(dev);
}
