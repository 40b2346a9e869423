/* SPDX-License-Identifier: MIT */
/* Each function and group that is missing has the effect that <cusb/backend.h> promises. */
#include <stddef.h>

#include "core/calls.h"
#include "core/core_fixture.h"

static void begin(void)
{
	core_begin_hub(); /* so that what is for hubs is for it as well */
	cusb_set_default_backend(BACKEND);
}

static const struct cusb_transfer ready = {.bEndpointAddress = 0x81, .data = data, .length = 64};

static int release(void)
{
	ck_assert_int_eq(claim(), 0);
	return cusb_release_interface(dev, 0);
}

static int submit_one(void)
{
	static struct cusb_transfer one;
	int err;

	one = ready;
	err = cusb_submit(dev, &one);
	ck_assert_uint_eq(cusb_in_flight(dev), err == 0);
	return err;
}

static int cancel(void)
{
	static struct cusb_transfer one;

	one = ready;
	return cusb_cancel(dev, &one);
}

static int poll_timeout(void)
{
	return cusb_poll_timeout(dev);
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
	{OF(drivers), is_active, -ENOSYS},
	{OF(drivers), detach, -ENOSYS},
	{OF(drivers), attach, -ENOSYS},
	{OF(control), control, 8},
	{OF(queue), read_it, -ENOSYS},
	{OF(queue), submit_one, -ENOSYS},
	{OF(queue), reap, -ENOSYS},
	{OF(queue), cancel, -ENOSYS},
	{OF(queue), cancel_all, -ENOSYS},
	{OF(queue), poll_fd, -ENOSYS},
	{OF(queue), poll_timeout, -1},
	{OF(queue), control, 8},
	{OF(streams), alloc_streams, -ENOSYS},
	{OF(streams), free_streams, -ENOSYS},
	{OF(memory), buffer, 0},
	{OF(power), allow_suspend, -ENOSYS},
	{OF(power), forbid_suspend, -ENOSYS},
	{OF(power), wait_for_resume, -ENOSYS},
	{OF(hub), hub_ports, -ENOSYS},
	{OF(hub), claim_port, -ENOSYS},
	{OF(hub), release_port, -ENOSYS},
	{OF(drop_privileges), drop_privileges, -ENOSYS},
	{OF(watch), monitor, 0},
};

FIXTURE(begin, core_end)

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
