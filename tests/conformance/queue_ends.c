/* SPDX-License-Identifier: MIT */
/* Transfers in flight when something ends them: each is reaped once, with its true count. */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "queue_case.h"

#define MANY 20

/* Whatever order they come back in. */
static void check_all_reaped(struct cusb_device *dev, struct cusb_transfer **transfers,
			     size_t count, int status)
{
	bool seen[MANY] = {false};

	CHECK_INT(cusb_in_flight(dev), count);
	for (size_t i = 0; i < count; i++) {
		struct cusb_transfer *transfer = reap(dev);
		size_t at = 0;

		while (at < count && transfers[at] != transfer)
			at++;
		CHECK(at < count);
		CHECK(!seen[at]);
		seen[at] = true;
		CHECK_INT(transfer->status, status);
		CHECK_INT(transfer->actual_length, 0);
	}
	check_none_left(dev);
	for (size_t i = 0; i < count; i++)
		transfer_end(transfers[i]);
}

static void submit_many(struct cusb_device *dev, struct cusb_transfer **transfers)
{
	static const unsigned int addresses[] = {0x81, 0x01, 0x82};

	for (size_t i = 0; i < MANY; i++)
		transfers[i] = submit(dev, addresses[i % 3], 64, 0);
}

CASE(cancelling_one_leaves_the_others)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in[3];

	for (size_t i = 0; i < 3; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	CHECK_OK(cusb_cancel(dev, in[1]));
	CHECK_INT(cusb_cancel(dev, in[1]), -EALREADY);
	CHECK_REAPED(dev, in[1], -ECANCELED, 0);
	CHECK_INT(cusb_write(dev, 0x01, "first", 5, GUARD_MS), 5);
	CHECK_REAPED(dev, in[0], 0, 5);
	CHECK_INT(cusb_write(dev, 0x01, "second", 6, GUARD_MS), 6);
	CHECK_REAPED(dev, in[2], 0, 6);
	for (size_t i = 0; i < 3; i++)
		transfer_end(in[i]);
	cusb_device_free(dev);
}

CASE(cancelling_all_of_an_endpoint)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in[MANY], *other = submit(dev, 0x82, 64, 0);

	for (size_t i = 0; i < MANY; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	CHECK_INT(cusb_cancel_all(dev, 0x81), MANY);
	for (size_t i = 0; i < MANY; i++) {
		struct cusb_transfer *transfer = reap(dev);

		CHECK(transfer != other);
		CHECK_INT(transfer->status, -ECANCELED);
	}
	CHECK_INT(cusb_in_flight(dev), 1);
	CHECK_INT(cusb_write(dev, 0x02, "kept", 4, GUARD_MS), 4);
	CHECK_REAPED(dev, other, 0, 4);
	check_loopback(dev, 0x01, 0x81, 100);
	for (size_t i = 0; i < MANY; i++)
		transfer_end(in[i]);
	transfer_end(other);
	cusb_device_free(dev);
}

CASE(cancelling_what_has_completed)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out = submit(dev, 0x01, 100, 1);

	await_device(dev);
	CHECK_INT(cusb_cancel(dev, out), -EALREADY);
	CHECK_REAPED(dev, out, 0, 100);
	CHECK_INT(cusb_cancel(dev, out), -ENOENT);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(cancelling_keeps_what_came)
{
	struct cusb_device *dev = plug("partial");
	struct cusb_transfer *in;

	set_count(dev, 3);
	in = submit(dev, 0x81, 4096, 0);
	await_device(dev);
	CHECK_OK(cusb_cancel(dev, in));
	CHECK_REAPED(dev, in, -ECANCELED, 3 * 512);
	for (size_t i = 0; i < 3 * 512; i++)
		CHECK_INT(((unsigned char *)in->data)[i], i & 0xff);
	transfer_end(in);
	cusb_device_free(dev);
}

CASE(cancelling_on_another_device)
{
	struct cusb_device *dev = plug("nak"), *other = plug("nak");
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0);

	CHECK_OK(cusb_open(other));
	CHECK_INT(cusb_cancel(other, in), -ENOENT);
	CHECK_OK(cusb_cancel(dev, in));
	CHECK_REAPED(dev, in, -ECANCELED, 0);
	transfer_end(in);
	cusb_device_free(other);
	cusb_device_free(dev);
}

static void check_ended_by(void (*end)(struct cusb_device *))
{
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *transfers[MANY];

	submit_many(dev, transfers);
	end(dev);
	CHECK_INT(cusb_cancel(dev, transfers[0]), -EALREADY); /* not reaped yet */
	check_all_reaped(dev, transfers, MANY, -ECANCELED);
	cusb_device_free(dev);
}

CASE(closing_with_many_in_flight)
{
	check_ended_by(cusb_close);
}

CASE(disposing_with_many_in_flight)
{
	check_ended_by(cusb_dispose_resources);
}

static void reset(struct cusb_device *dev)
{
	CHECK_OK(cusb_reset(dev));
}

CASE_NEEDS(resetting_with_many_in_flight, NEED_RESET)
{
	check_ended_by(reset);
}

static void release(struct cusb_device *dev)
{
	CHECK_OK(cusb_release_interface(dev, 0));
}

CASE(releasing_with_many_in_flight)
{
	check_ended_by(release);
}

static void configure(struct cusb_device *dev)
{
	CHECK_OK(cusb_set_configuration(dev, 1));
}

CASE(configuring_with_many_in_flight)
{
	check_ended_by(configure);
}

CASE(selecting_a_setting_with_some_in_flight)
{
	struct cusb_device *dev = plug_altsetting(1, 1);
	struct cusb_transfer *other = submit(dev, 0x81, 64, 0);

	for (size_t i = 0; i < 3; i++)
		submit(dev, 0x83, 512, 0);
	CHECK_OK(cusb_set_altsetting(dev, 1, 2));
	for (size_t i = 0; i < 3; i++) {
		struct cusb_transfer *transfer = reap(dev);

		CHECK(transfer != other);
		CHECK_INT(transfer->status, -ECANCELED);
		transfer_end(transfer);
	}
	CHECK_INT(cusb_write(dev, 0x01, "kept", 4, GUARD_MS), 4);
	CHECK_REAPED(dev, other, 0, 4);
	transfer_end(other);
	cusb_device_free(dev);
}

CASE(unplugging_with_many_in_flight)
{
	const char *name = world_plug("nak");
	struct cusb_device *dev = find_name(name);
	struct cusb_transfer *transfers[MANY];

	submit_many(dev, transfers);
	world_unplug(name);
	check_all_reaped(dev, transfers, MANY, -ENODEV);
	transfers[0] = transfer_begin(0x81, 64, 0);
	CHECK_INT(cusb_submit(dev, transfers[0]), -ENODEV);
	transfer_end(transfers[0]);
	cusb_device_free(dev);
}

CASE(closing_after_unplugging)
{
	const char *name = world_plug("nak");
	struct cusb_device *dev = find_name(name);
	struct cusb_transfer *transfers[MANY];

	submit_many(dev, transfers);
	world_unplug(name);
	cusb_close(dev);
	for (size_t i = 0; i < MANY; i++)
		CHECK_EITHER(reap(dev)->status, -ENODEV, -ECANCELED);
	check_none_left(dev);
	for (size_t i = 0; i < MANY; i++)
		transfer_end(transfers[i]);
	cusb_device_free(dev);
}

CASE_NEEDS(another_program_resets_with_transfers_in_flight, NEED_NATIVE | NEED_RESET)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	struct cusb_transfer *in[2];

	for (size_t i = 0; i < 2; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	CHECK_OK(cusb_reset(other));
	for (size_t i = 0; i < 2; i++)
		CHECK_INT(reap(dev)->status, -ESHUTDOWN);
	check_none_left(dev);
	cusb_close(dev);
	check_loopback(dev, 0x01, 0x81, 100);
	for (size_t i = 0; i < 2; i++)
		transfer_end(in[i]);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* They were of the first opening; the device works meanwhile. */
CASE(reaping_after_closing_and_opening_again)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *old = submit(dev, 0x81, 512, 0), *new;

	cusb_close(dev);
	check_loopback(dev, 0x01, 0x81, 600);
	CHECK_INT(cusb_in_flight(dev), 1);
	CHECK_INT(cusb_poll_timeout(dev), 0);
	new = submit(dev, 0x01, 10, 0);
	CHECK_INT(cusb_in_flight(dev), 2);
	CHECK_REAPED(dev, old, -ECANCELED, 0);
	CHECK_REAPED(dev, new, 0, 10);
	check_none_left(dev);
	transfer_end(old);
	transfer_end(new);
	cusb_device_free(dev);
}

CASE(freeing_a_device_lets_go_of_its_transfers)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	struct cusb_transfer *transfer = submit(dev, 0x81, 512, 0);

	cusb_device_free(dev);
	CHECK_OK(cusb_submit(other, transfer));
	CHECK_OK(cusb_cancel(other, transfer));
	CHECK_REAPED(other, transfer, -ECANCELED, 0);
	transfer_end(transfer);
	cusb_device_free(other);
}
