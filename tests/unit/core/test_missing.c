/* SPDX-License-Identifier: MIT */
/* What is said in <cusb/backend.h> of functions that are missing, for each of them. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include <cusb/cusb.h>

#include "core/script_backend.h"
#include "core/script_extras.h"
#include "unit.h"

static struct cusb_device *dev;
static uint8_t data[64];
static const uint8_t addresses[] = {0x81};

static void begin(void)
{
	static uint8_t hub[256];

	script_begin();
	script_add_extras();
	/* Of a device class, so that what is for hubs is for it as well. */
	memcpy(hub, script.devices[0].descriptors, script.devices[0].length);
	hub[4] = CUSB_CLASS_HUB;
	script.devices[0].descriptors = hub;
	cusb_set_default_backend(&script.backend);
	dev = script_find();
}

static void end(void)
{
	cusb_device_free(dev);
	cusb_set_default_backend(NULL);
	script_end();
}

static struct cusb_transfer transfer(void)
{
	return (struct cusb_transfer){.bEndpointAddress = 0x81, .data = data, .length = 64};
}

static int find(void)
{
	struct cusb_device *found = NULL;
	int err = cusb_find(NULL, &found);

	cusb_device_free(found);
	return err;
}

static int monitor(void)
{
	struct cusb_monitor *made = NULL;
	int err = cusb_monitor_new(NULL, NULL, &made);

	cusb_monitor_free(made);
	return err;
}

static int from_fd(void)
{
	struct cusb_device *found = NULL;

	return cusb_device_from_fd(0, &found);
}

static int speed(void)
{
	return cusb_speed(dev);
}

static int driver(void)
{
	char name[32];

	return cusb_kernel_driver(dev, 0, name, sizeof name);
}

static int open_it(void)
{
	return cusb_open(dev);
}

static int claim(void)
{
	return cusb_claim_interface(dev, 0);
}

static int release(void)
{
	ck_assert_int_eq(claim(), 0);
	return cusb_release_interface(dev, 0);
}

static int configure(void)
{
	return cusb_set_configuration(dev, 1);
}

static int set_altsetting(void)
{
	return cusb_set_altsetting(dev, 1, 1);
}

static int clear_halt(void)
{
	return cusb_clear_halt(dev, 0x81);
}

static int reset_endpoint(void)
{
	return cusb_reset_endpoint(dev, 0x81);
}

static int reset(void)
{
	return cusb_reset(dev);
}

static int is_active(void)
{
	return cusb_is_kernel_driver_active(dev, 0);
}

static int detach(void)
{
	return cusb_detach_kernel_driver(dev, 0);
}

static int attach(void)
{
	return cusb_attach_kernel_driver(dev, 0);
}

static int control(void)
{
	return (int)cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 8, 100);
}

static int read_it(void)
{
	return (int)cusb_read(dev, 0x81, data, 64, 100);
}

static int submit(void)
{
	static struct cusb_transfer one;
	int err;

	one = transfer();
	err = cusb_submit(dev, &one);
	ck_assert_uint_eq(cusb_in_flight(dev), err == 0);
	return err;
}

static int reap(void)
{
	struct cusb_transfer *reaped;

	return cusb_reap(dev, CUSB_DONT_WAIT, &reaped);
}

static int cancel(void)
{
	static struct cusb_transfer one;

	one = transfer();
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

static int poll_timeout(void)
{
	return cusb_poll_timeout(dev);
}

static int alloc_streams(void)
{
	return cusb_streams_alloc(dev, 2, addresses, 1);
}

static int free_streams(void)
{
	return cusb_streams_free(dev, addresses, 1);
}

static int buffer(void)
{
	void *memory;

	return cusb_buffer_alloc(dev, 100, &memory);
}

static int allow_suspend(void)
{
	return cusb_allow_suspend(dev);
}

static int forbid_suspend(void)
{
	return cusb_forbid_suspend(dev);
}

static int wait_for_resume(void)
{
	return cusb_wait_for_resume(dev);
}

static int hub_ports(void)
{
	uint8_t ports[CUSB_HUB_PORTS_MAX];

	return cusb_hub_ports(dev, ports);
}

static int claim_port(void)
{
	return cusb_claim_port(dev, 1);
}

static int release_port(void)
{
	return cusb_release_port(dev, 1);
}

static int drop_privileges(void)
{
	return cusb_drop_privileges(dev, 1);
}

#define OF(member) #member, offsetof(struct cusb_backend, member)
static const struct missing {
	const char *name;
	size_t offset;
	int (*call)(void);
	int want;
} missing[] = {
	{OF(enumerate), find, -ENOSYS},
	{OF(enumerate), monitor, -ENOSYS},
	{OF(enumerate_fd), from_fd, -ENOSYS},
	{OF(address), find, 0},
	{OF(speed), speed, CUSB_SPEED_UNKNOWN},
	{OF(configuration), read_it, 64},
	{OF(altsetting), set_altsetting, 0},
	{OF(driver), driver, -ENOSYS},
	{OF(open), open_it, -ENOSYS},
	{OF(open), control, -ENOSYS},
	{OF(open), read_it, -ENOSYS},
	{OF(open), claim, -ENOSYS},
	{OF(open), poll_fd, -ENOSYS},
	{OF(claim), claim, -ENOSYS},
	{OF(claim), read_it, -ENOSYS},
	{OF(claim), control, 8},
	{OF(release), release, -ENOSYS},
	{OF(set_configuration), configure, -ENOSYS},
	{OF(set_altsetting), set_altsetting, -ENOSYS},
	{OF(clear_halt), clear_halt, -ENOSYS},
	{OF(reset_endpoint), reset_endpoint, -ENOSYS},
	{OF(reset), reset, -ENOSYS},
	{OF(kernel_driver_active), is_active, -ENOSYS},
	{OF(detach_kernel_driver), detach, -ENOSYS},
	{OF(attach_kernel_driver), attach, -ENOSYS},
	{OF(control), control, 8},
	{OF(queue), read_it, -ENOSYS},
	{OF(queue), submit, -ENOSYS},
	{OF(queue), reap, -ENOSYS},
	{OF(queue), cancel, -ENOSYS},
	{OF(queue), cancel_all, -ENOSYS},
	{OF(queue), poll_fd, -ENOSYS},
	{OF(queue), poll_timeout, -1},
	{OF(queue), control, 8},
	{OF(alloc_streams), alloc_streams, -ENOSYS},
	{OF(free_streams), free_streams, -ENOSYS},
	{OF(map), buffer, 0},
	{OF(unmap), buffer, 0},
	{OF(allow_suspend), allow_suspend, -ENOSYS},
	{OF(forbid_suspend), forbid_suspend, -ENOSYS},
	{OF(wait_for_resume), wait_for_resume, -ENOSYS},
	{OF(hub_ports), hub_ports, -ENOSYS},
	{OF(claim_port), claim_port, -ENOSYS},
	{OF(release_port), release_port, -ENOSYS},
	{OF(drop_privileges), drop_privileges, -ENOSYS},
	{OF(watch), monitor, 0},
};

FIXTURE(begin, end)

CASE_PER_ROW(call_that_needs_it_gives_what_is_documented, missing)
{
	const struct missing *it = &missing[_i];
	int got;

	memset((char *)&script.backend + it->offset, 0, sizeof(void (*)(void)));
	got = it->call();
	ck_assert_msg(got == it->want, "without %s: %d, not %d", it->name, got, it->want);
}

/* Then there is nothing to free, and script_end() would miss its close. */
CASE(device_without_close_is_closed_all_the_same)
{
	void (*close)(struct cusb_handle *) = script.backend.close;

	script.backend.close = NULL;
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_close(dev);
	ck_assert(!cusb_is_open(dev));
	expect_calls("open");
	close(script.handle);
}

CASE(backend_that_is_all_null_is_safe)
{
	script.backend = (struct cusb_backend){.version = CUSB_BACKEND_VERSION};
	for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
		if (missing[i].want == -ENOSYS && missing[i].call != release)
			ck_assert_int_eq(missing[i].call(), -ENOSYS);
	cusb_close(dev);
	cusb_dispose_resources(dev);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
}
