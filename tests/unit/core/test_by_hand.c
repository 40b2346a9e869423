/* SPDX-License-Identifier: MIT */
/* A device that does nothing by itself. */
#include "core/core_fixture.h"

static uint8_t data[40000];
static struct cusb_transfer transfer, *reaped;

static void begin(void)
{
	core_begin_with_extras();
	cusb_set_automatic(dev, false);
	memset(data, 0, sizeof data);
	reaped = NULL;
}

static void open_it(void)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	script_calls();
}

static int run(unsigned int address, unsigned int flags, size_t length)
{
	transfer = (struct cusb_transfer){
		.bEndpointAddress = address, .flags = flags, .data = data, .length = length};
	return cusb_transfer_run(dev, &transfer);
}

static int submit(unsigned int address, unsigned int flags)
{
	transfer = (struct cusb_transfer){
		.bEndpointAddress = address, .flags = flags, .data = data, .length = 64};
	return cusb_submit(dev, &transfer);
}

/* Endpoint 81 bulk, 82 interrupt of 8 or 64 bytes, 83 isochronous of 0 or 192 bytes. */
/* clang-format off */
static const uint8_t settings[] = {
	18, 1, 0x00, 0x02, 0, 0, 0, 64, 0xfe, 0xff, 1, 0, 0, 1, 0, 0, 0, 1,
	9, 2, 9 + 2 * 9 + 6 * 7, 0, 1, 1, 0, 0x80, 50,
	9, 4, 0, 0, 3, 0xff, 0, 0, 0,
	7, 5, 0x81, 2, 64, 0, 0,
	7, 5, 0x82, 3, 8, 0, 1,
	7, 5, 0x83, 1, 0, 0, 1,
	9, 4, 0, 1, 3, 0xff, 0, 0, 0,
	7, 5, 0x81, 2, 64, 0, 0,
	7, 5, 0x82, 3, 64, 0, 1,
	7, 5, 0x83, 1, 192, 0, 1,
};
/* clang-format on */

static void plug_settings(int current)
{
	cusb_device_free(dev);
	script.devices[0].descriptors = settings;
	script.devices[0].length = sizeof settings;
	script.altsettings[0] = current;
	dev = script_find();
	cusb_set_automatic(dev, false);
	open_it();
}

FIXTURE(begin, core_end)

/* ---- closed ---- */

static int claim(void)
{
	return cusb_claim_interface(dev, 0);
}

static int release(void)
{
	return cusb_release_interface(dev, 0);
}

static int read_it(void)
{
	return (int)cusb_read(dev, 0x81, data, 1, 0);
}

static int write_it(void)
{
	return (int)cusb_write(dev, 0x01, data, 1, 0);
}

static int submit_it(void)
{
	return submit(0x81, CUSB_TYPE_BULK);
}

static int control(void)
{
	return (int)cusb_ctrl_transfer(dev, 0x80, 0, 0, 0, data, 1, 0);
}

static int submit_control(void)
{
	return submit(0, CUSB_TYPE_CONTROL);
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

static int set_configuration(void)
{
	return cusb_set_configuration(dev, 1);
}

static int set_altsetting(void)
{
	return cusb_set_altsetting(dev, 1, 1);
}

static int alloc_streams(void)
{
	return cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1);
}

static int free_streams(void)
{
	return cusb_streams_free(dev, (const uint8_t[]){0x81}, 1);
}

static int poll_fd(void)
{
	return cusb_poll_fd(dev);
}

static int buffer(void)
{
	void *memory;

	return cusb_buffer_alloc(dev, 100, &memory);
}

static int detach(void)
{
	return cusb_detach_kernel_driver(dev, 0);
}

static int (*const need_open[])(void) = {
	claim,		release,      read_it,		 write_it,
	submit_it,	control,      submit_control,	 clear_halt,
	reset_endpoint, reset,	      set_configuration, set_altsetting,
	alloc_streams,	free_streams, poll_fd,		 buffer,
	detach};

CASE_PER_ROW(closed_device_is_ebadf_without_calls, need_open)
{
	ck_assert_int_eq(need_open[_i](), -EBADF);
	expect_calls("");
	ck_assert(!cusb_is_open(dev));
}

CASE(closed_device_opens_by_itself_again_when_it_is_automatic)
{
	cusb_set_automatic(dev, true);
	ck_assert_int_eq(claim(), 0);
	expect_calls("open, claim 0");
}

CASE(open_opens_and_close_closes)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_close(dev);
	expect_calls("open, close");
	ck_assert_int_eq(claim(), -EBADF);
}

CASE(active_configuration_needs_no_opening)
{
	const struct cusb_configuration *cfg;

	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), 0);
	ck_assert_int_eq(cusb_active_configuration_value(dev), 1);
	expect_calls("configuration, configuration");
}

/* ---- calls that claim otherwise ---- */

static const struct {
	int (*call)(void);
	const char *calls;
} alone[] = {
	{claim, "claim 0"},
	{release, "release 0"},
	{read_it, "transfer 81 bulk 1 0"},
	{write_it, "transfer 01 bulk 1 0"},
	{submit_it, "transfer 81 bulk 64 0"},
	{control, "control 80 00 0000 0000 1 0"},
	{submit_control, "transfer 00 control 64 0"},
	{clear_halt, "clear_halt 81"},
	{reset_endpoint, "reset_endpoint 81"},
	{reset, "reset"},
	{set_configuration, "set_configuration 1"},
	{set_altsetting, "set_altsetting 1 1"},
	{alloc_streams, "alloc_streams 2 81"},
	{free_streams, "free_streams 81"},
};

CASE_PER_ROW(call_is_the_request_alone, alone)
{
	open_it();
	ck_assert_int_ge(alone[_i].call(), 0);
	expect_calls(alone[_i].calls);
}

static const int refusals[] = {-ENOENT, -EBUSY, -EHOSTUNREACH, -ENODEV, -EINVAL};

static void refused_once(int (*call)(void), const char *name, const char *calls, int err)
{
	script_fail(name, err);
	ck_assert_int_eq(call(), err);
	expect_calls(calls);
}

/* Also under a claim: the answers are not from memory, so there is nothing to ask again. */
CASE_PER_ROW(refusal_is_told_and_not_tried_again, refusals)
{
	int err = refusals[_i];

	open_it();
	ck_assert_int_eq(claim(), 0);
	script_calls();
	refused_once(submit_it, "submit", "transfer 81 bulk 64 0", err);
	refused_once(control, "control", "control 80 00 0000 0000 1 0", err);
	refused_once(clear_halt, "clear_halt", "clear_halt 81", err);
	refused_once(set_altsetting, "set_altsetting", "set_altsetting 1 1", err);
	refused_once(set_configuration, "set_configuration", "set_configuration 1", err);
	refused_once(alloc_streams, "alloc_streams", "alloc_streams 2 81", err);
}

CASE(class_request_to_an_interface_claims_nothing)
{
	open_it();
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x21, 9, 0, 1, data, 1, 0), 1);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x22, 9, 0, 0x81, data, 1, 0), 1);
	expect_calls("control 21 09 0000 0001 1 0, control 22 09 0000 0081 1 0");
}

CASE(refused_class_request_is_not_tried_again)
{
	open_it();
	script_fail("control", -EBUSY);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x21, 9, 0, 1, data, 1, 0), -EBUSY);
	expect_calls("control 21 09 0000 0001 1 0");
}

CASE(halt_of_an_unknown_endpoint_is_for_the_backend)
{
	open_it();
	ck_assert_int_eq(cusb_clear_halt(dev, 0x0f), 0);
	ck_assert_int_eq(cusb_clear_halt(dev, 0x1f), -EINVAL);
	expect_calls("clear_halt 0f");
}

/* ---- the endpoint of a transfer ---- */

static const struct {
	unsigned int address, flags;
	int result;
	const char *calls;
} said[] = {
	{0x81, CUSB_TYPE_BULK, 0, "transfer 81 bulk 64 0"},
	/* the type of the caller counts */
	{0x81, CUSB_TYPE_INTERRUPT, 0, "transfer 81 interrupt 64 0"},
	/* of two settings that differ, no question is needed */
	{0x03, CUSB_TYPE_INTERRUPT, 0, "transfer 03 interrupt 64 0"},
	{0x03, CUSB_TYPE_BULK, 0, "transfer 03 bulk 64 0"},
	/* no descriptor has it */
	{0x0f, CUSB_TYPE_BULK, 0, "transfer 0f bulk 64 0"},
	{0x8f, CUSB_TYPE_INTERRUPT, 0, "transfer 8f interrupt 64 0"},
	/* a control endpoint */
	{0x84, CUSB_TYPE_CONTROL, 0, "transfer 84 control 64 0"},
	{0x00, CUSB_TYPE_CONTROL, 0, "transfer 00 control 64 0"},
	{0x80, CUSB_TYPE_CONTROL, 0, "transfer 80 control 64 0"},
	{0x84, 0, -EINVAL, ""},
	/* not of endpoint 0 */
	{0x00, CUSB_TYPE_BULK, -EINVAL, ""},
	{0x80, CUSB_TYPE_INTERRUPT, -EINVAL, ""},
	{0x80, 0, -EINVAL, ""},
	/* no type */
	{0x81, 0x50, -EINVAL, ""},
	{0x81, 0x70, -EINVAL, ""},
	/* no address, or an unknown flag */
	{0x91, CUSB_TYPE_BULK, -EINVAL, ""},
	{0x181, CUSB_TYPE_BULK, -EINVAL, ""},
	{0x81, CUSB_TYPE_BULK | 0x100, -EINVAL, ""},
	/* from the descriptor, without a question where all agree */
	{0x81, 0, 0, "transfer 81 bulk 64 0"},
	{0x82, CUSB_NO_INTERRUPT, 0, "transfer 82 interrupt 64 0"},
	{0x0f, 0, -ENOENT, "configuration"},
};

CASE_PER_ROW(type_is_said_or_in_the_descriptor, said)
{
	open_it();
	ck_assert_int_eq(run(said[_i].address, said[_i].flags, 64), said[_i].result);
	expect_calls(said[_i].calls);
}

CASE_PER_ROW(type_of_a_queued_transfer_too, said)
{
	open_it();
	ck_assert_int_eq(submit(said[_i].address, said[_i].flags), said[_i].result);
	expect_calls(said[_i].calls);
	if (said[_i].result == 0)
		ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
}

/* An endpoint is remembered, but not for another type. */
CASE(types_said_in_turn_are_each_found)
{
	open_it();
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(run(0x81, CUSB_TYPE_BULK, 64), 0);
		ck_assert_int_eq(run(0x81, CUSB_TYPE_INTERRUPT, 64), 0);
		ck_assert_int_eq(run(0x0f, CUSB_TYPE_INTERRUPT, 64), 0);
		ck_assert_int_eq(run(0x0f, CUSB_TYPE_BULK, 64), 0);
		expect_calls("transfer 81 bulk 64 0, transfer 81 interrupt 64 0, "
			     "transfer 0f interrupt 64 0, transfer 0f bulk 64 0");
	}
}

CASE(type_that_settings_do_not_agree_on_is_that_of_the_current_one)
{
	open_it();
	script.altsettings[1] = 2;
	ck_assert_int_eq(run(0x03, 0, 64), 0);
	expect_calls("configuration, altsetting 1 1, transfer 03 interrupt 64 0");
	script.altsettings[1] = 0;
	ck_assert_int_eq(run(0x03, 0, 64), -ENOENT);
	expect_calls("configuration, altsetting 1 1");
}

/* As on an automatic device. */
CASE(current_setting_is_remembered_under_a_claim)
{
	open_it();
	script.altsettings[1] = 1;
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	ck_assert_int_eq(run(0x03, 0, 64), 0);
	ck_assert_int_eq(run(0x03, 0, 64), 0);
	expect_calls("claim 1, configuration, altsetting 1 1, transfer 03 bulk 64 0, "
		     "transfer 03 bulk 64 0");
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	ck_assert_int_eq(run(0x03, 0, 64), 0);
	expect_calls("set_altsetting 1 2, altsetting 1 1, transfer 03 interrupt 64 0");
}

CASE(type_is_refused_on_an_automatic_device)
{
	cusb_set_automatic(dev, true);
	ck_assert_int_eq(run(0x81, CUSB_TYPE_BULK, 64), -EINVAL);
	expect_calls("");
}

CASE(type_of_an_endpoint_object_is_its_own)
{
	open_it();
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 1, 2, 0), data, 1, 0), 1);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 1, 1, 0), data, 1, 0), 1);
	expect_calls("transfer 03 interrupt 1 0, transfer 03 bulk 1 0");
}

CASE(setup_packet_must_be_there)
{
	open_it();
	ck_assert_int_eq(run(0x84, CUSB_TYPE_CONTROL, 7), -EINVAL);
	data[6] = 57;
	ck_assert_int_eq(run(0x84, CUSB_TYPE_CONTROL, 64), -EINVAL);
	data[6] = 56;
	ck_assert_int_eq(run(0x84, CUSB_TYPE_CONTROL, 64), 0);
	ck_assert_uint_eq(transfer.actual_length, 56);
}

CASE(default_timeout_is_resolved)
{
	open_it();
	transfer = (struct cusb_transfer){.bEndpointAddress = 0x81,
					  .flags = CUSB_TYPE_BULK,
					  .data = data,
					  .length = 1,
					  .timeout_ms = CUSB_DEFAULT_TIMEOUT};
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), 0);
	expect_calls("transfer 81 bulk 1 1000");
	transfer.timeout_ms = -3;
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -EINVAL);
}

/* Which endpoint the backend gets, by the size of its packets. */
static unsigned int packet_size(unsigned int address, unsigned int flags, size_t length)
{
	ck_assert_int_eq(run(address, flags, length), 0);
	return cusb_queue_entry_of(&transfer)->endpoint->wMaxPacketSize;
}

CASE(packet_size_is_the_largest_where_it_does_not_matter)
{
	plug_settings(0);
	ck_assert_uint_eq(packet_size(0x82, CUSB_TYPE_INTERRUPT, 16384), 64);
	expect_calls("transfer 82 interrupt 16384 0");
}

CASE(packet_size_of_a_long_transfer_is_the_current_one)
{
	plug_settings(0);
	ck_assert_uint_eq(packet_size(0x82, CUSB_TYPE_INTERRUPT, 16385), 8);
	expect_calls("configuration, altsetting 1 0, transfer 82 interrupt 16385 0");
	script.altsettings[0] = 1;
	ck_assert_uint_eq(packet_size(0x82, 0, 64), 64);
	expect_calls("configuration, altsetting 1 0, transfer 82 interrupt 64 0");
}

CASE(packet_size_that_matters_is_asked_for_after_one_that_did_not)
{
	plug_settings(0);
	for (int i = 0; i < 2; i++) {
		ck_assert_uint_eq(packet_size(0x82, CUSB_TYPE_INTERRUPT, 64), 64);
		expect_calls("transfer 82 interrupt 64 0");
		ck_assert_uint_eq(packet_size(0x82, CUSB_TYPE_INTERRUPT, 16385), 8);
		expect_calls("configuration, altsetting 1 0, transfer 82 interrupt 16385 0");
	}
}

CASE(packet_size_is_not_asked_for_where_all_agree)
{
	plug_settings(0);
	ck_assert_uint_eq(packet_size(0x81, CUSB_TYPE_BULK, 40000), 64);
	expect_calls("transfer 81 bulk 40000 0");
}

CASE(packet_size_is_the_largest_where_the_kernel_does_not_tell)
{
	plug_settings(0);
	script_fail("configuration", -EACCES);
	ck_assert_uint_eq(packet_size(0x82, CUSB_TYPE_INTERRUPT, 40000), 64);
	ck_assert_int_eq(run(0x82, 0, 64), -EACCES);
}

CASE(isochronous_transfer_with_packets_asks_nothing)
{
	struct cusb_transfer *iso = cusb_transfer_new(1);

	plug_settings(0);
	iso->bEndpointAddress = 0x83;
	iso->flags = CUSB_TYPE_ISOCHRONOUS;
	iso->data = data;
	iso->length = 64;
	ck_assert_int_eq(cusb_transfer_run(dev, iso), 0);
	ck_assert_uint_eq(cusb_queue_entry_of(iso)->endpoint->wMaxPacketSize, 192);
	iso->bEndpointAddress = 0x85;
	ck_assert_int_eq(cusb_transfer_run(dev, iso), 0);
	ck_assert_uint_ge(cusb_iso_packet_size(cusb_queue_entry_of(iso)->endpoint), 1024);
	expect_calls("transfer 83 iso 64 0, transfer 85 iso 64 0");
	/* One without packets needs their size. */
	ck_assert_int_eq(run(0x85, CUSB_TYPE_ISOCHRONOUS, 384), -ENOENT);
	cusb_transfer_free(iso);
}

CASE(isochronous_read_needs_the_current_packet_size)
{
	plug_settings(0);
	ck_assert_int_eq(run(0x83, CUSB_TYPE_ISOCHRONOUS, 384), -EMSGSIZE);
	script.altsettings[0] = 1;
	ck_assert_int_eq(run(0x83, CUSB_TYPE_ISOCHRONOUS, 384), 0);
	script_calls();
	ck_assert_int_eq(run(0x85, CUSB_TYPE_ISOCHRONOUS, 384), -ENOENT);
	ck_assert_int_eq(run(0x81, CUSB_TYPE_ISOCHRONOUS, 384), -EINVAL);
	expect_calls("configuration, configuration, altsetting 1 0");
}

/* ---- configuration and settings ---- */

CASE(configuration_is_sent_as_given)
{
	open_it();
	ck_assert_int_eq(cusb_set_configuration(dev, 9), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 300), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 0), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_UNCONFIGURED), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_FIRST), 0);
	expect_calls("set_configuration 9, set_configuration 300, set_configuration 0, "
		     "set_configuration 0, set_configuration 1");
}

CASE(configuration_releases_and_detaches_nothing)
{
	open_it();
	cusb_set_auto_detach(dev, true);
	claim_two();
	script_fail("set_configuration", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 2), -EBUSY);
	expect_calls("set_configuration 2");
	cusb_close(dev);
	expect_calls("release 0, release 1, close");
}

CASE(configuration_is_ensured_by_one_question)
{
	open_it();
	ck_assert_int_eq(cusb_ensure_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 2), 1);
	expect_calls("configuration, configuration, set_configuration 2");
}

CASE(altsetting_is_sent_as_given)
{
	open_it();
	ck_assert_int_eq(cusb_set_altsetting(dev, 7, 300), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 256, 0), -EINVAL);
	expect_calls("set_altsetting 7 300");
}

CASE(first_altsetting_is_in_the_descriptors)
{
	open_it();
	ck_assert_int_eq(cusb_set_altsetting(dev, CUSB_FIRST, 0), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 2, CUSB_FIRST), 0);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 1);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 0);
	expect_calls("configuration, set_altsetting 0 0, configuration, set_altsetting 2 0, "
		     "configuration, altsetting 1 1, set_altsetting 1 2, "
		     "configuration, altsetting 1 1");
}

CASE(altsetting_without_the_function_is_enosys)
{
	open_it();
	script.backend.set_altsetting = NULL;
	ck_assert_int_eq(set_altsetting(), -ENOSYS);
}

/* ---- claims and ends ---- */

CASE(claim_is_asked_for_and_given_back)
{
	open_it();
	ck_assert_int_eq(claim(), 0);
	ck_assert_int_eq(claim(), 0);
	ck_assert_int_eq(release(), 0);
	script_fail("release", -EINVAL);
	ck_assert_int_eq(release(), -EINVAL);
	expect_calls("claim 0, claim 0, release 0, release 0");
}

CASE(driver_is_taken_only_by_the_claim)
{
	cusb_set_auto_detach(dev, true);
	open_it();
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(claim(), 0);
	ck_assert_int_eq(release(), 0);
	expect_calls("claim 0, detach_and_claim 0, release 0, attach 0");
}

CASE(close_releases_what_was_claimed)
{
	open_it();
	claim_two();
	cusb_close(dev);
	expect_calls("release 0, release 1, close");
}

CASE(transfers_are_not_cancelled_by_other_calls)
{
	open_it();
	ck_assert_int_eq(claim(), 0);
	script.block = true;
	ck_assert_int_eq(submit_it(), 0);
	script_calls();
	ck_assert_int_eq(set_altsetting(), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 0, 0), 0);
	ck_assert_int_eq(set_configuration(), 0);
	ck_assert_int_eq(alloc_streams(), 2);
	ck_assert_int_eq(release(), 0);
	ck_assert_int_eq(reset(), 0);
	expect_calls("set_altsetting 1 1, set_altsetting 0 0, set_configuration 1, "
		     "alloc_streams 2 81, release 0, reset");
	cusb_close(dev);
	expect_calls("discard 81, close");
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	ck_assert_int_eq(transfer.status, -ECANCELED);
}

CASE(reset_loses_the_claims)
{
	open_it();
	claim_two();
	ck_assert_int_eq(reset(), 0);
	cusb_close(dev);
	expect_calls("reset, close");
}

CASE(failed_reset_may_have_left_the_claims)
{
	open_it();
	claim_two();
	script_fail("reset", -EACCES);
	ck_assert_int_eq(reset(), -EACCES);
	cusb_close(dev);
	expect_calls("reset, release 0, release 1, close");
}

CASE(reset_that_lost_the_device_leaves_it_open)
{
	open_it();
	claim_two();
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(reset(), -ENODEV);
	ck_assert(cusb_is_open(dev));
	cusb_close(dev);
	expect_calls("reset, close");
}

/* ---- switched meanwhile ---- */

CASE(remembered_endpoint_does_not_count_by_hand)
{
	cusb_set_automatic(dev, true);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 1, 0), 1);
	cusb_set_automatic(dev, false);
	script_calls();
	ck_assert_int_eq(run(0x81, CUSB_TYPE_INTERRUPT, 64), 0);
	expect_calls("transfer 81 interrupt 64 0");
}

CASE(claims_of_before_hold_on)
{
	open_it();
	ck_assert_int_eq(claim(), 0);
	cusb_set_automatic(dev, true);
	script_calls();
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 1, 0), 1);
	expect_calls("configuration, transfer 81 bulk 1 0");
}

/* Its endpoint is of no interface. */
CASE(transfer_of_before_is_left_alone_by_a_release)
{
	open_it();
	ck_assert_int_eq(claim(), 0);
	script.block = true;
	ck_assert_int_eq(submit(0x8f, CUSB_TYPE_BULK), 0);
	cusb_set_automatic(dev, true);
	script_calls();
	ck_assert_int_eq(release(), 0);
	expect_calls("release 0");
	script_unblock();
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	ck_assert_int_eq(transfer.status, 0);
}

CASE(copy_is_automatic)
{
	struct cusb_device *copy = NULL;

	ck_assert_int_eq(cusb_device_copy(dev, &copy), 0);
	ck_assert_int_eq(cusb_read(copy, 0x81, data, 1, 0), 1);
	cusb_device_free(copy);
}
