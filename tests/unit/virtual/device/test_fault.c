/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "virtual/device/fault.h"

#include "fail_alloc.h"
#include "unit.h"
#include "virtual/device/clear_halt.h"

/* Has a packet of 8 bytes unless `err` is set, takes any, and answers requests with 4 bytes. */
struct counts {
	unsigned int in, out, control;
	int err;
};

static ssize_t give(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet, size_t room)
{
	struct counts *counts = dev->state;

	(void)address;
	if (counts->err)
		return counts->err;
	memset(packet, (int)++counts->in, room < 8 ? room : 8);
	return 8;
}

static int take(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		size_t length)
{
	struct counts *counts = dev->state;

	(void)address;
	(void)packet;
	(void)length;
	counts->out++;
	return 0;
}

static ssize_t respond(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct counts *counts = dev->state;

	counts->control++;
	if (setup->bmRequestType & 0x80)
		memset(data, 'c', 4);
	return 4;
}

static const uint8_t descriptors[] = {
	18, 1, 0,    2, 0, 0,	 0, 64,	  0xfe, 0xff, 0xff, 0, 0, 1, 0, 0, 0, 1, /**/
	9,  2, 39,   0, 1, 1,	 0, 0x80, 50,					 /**/
	9,  4, 0,    0, 3, 0xff, 0, 0,	  0,					 /**/
	7,  5, 0x01, 2, 8, 0,	 0,						 /**/
	7,  5, 0x81, 2, 8, 0,	 0,						 /**/
	7,  5, 0x82, 1, 8, 0,	 1,						 /* isochronous */
};

static struct cusb_virtual_model model = {
	.name = "fault",
	.speed = CUSB_SPEED_FULL,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.state_size = sizeof(struct counts),
	.control = respond,
	.out = take,
	.in = give,
};

static struct cusb_virtual_device *dev;
static struct counts *counts;
static uint8_t buffer[64];
static struct virtual_urb urb;

static void setup(void)
{
	model.faults = NULL;
	model.fault_count = 0;
	dev = virtual_device_new(&model);
	ck_assert_ptr_nonnull(dev);
	dev->configuration = 1;
	counts = dev->state;
}

static void teardown(void)
{
	virtual_device_free(dev);
}

static void add(struct cusb_virtual_fault fault)
{
	ck_assert_ptr_null(fault_problem(&model, &fault));
	ck_assert_int_eq(fault_add(dev, &fault), 0);
}

static void set(uint8_t address, enum cusb_virtual_fault_kind kind, unsigned int after,
		unsigned int times)
{
	add((struct cusb_virtual_fault){address, kind, .after = after, .times = times});
}

static void submit(uint8_t endpoint, size_t length)
{
	urb = (struct virtual_urb){.endpoint = endpoint, .data = buffer, .length = length};
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
}

static void expect(uint8_t endpoint, size_t length, int status, size_t actual_length)
{
	submit(endpoint, length);
	ck_assert_int_eq(urb.status, status);
	ck_assert_uint_eq(urb.actual_length, actual_length);
	if (status == -EINPROGRESS)
		ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
}

static int request(uint8_t bmRequestType, uint8_t bRequest, uint16_t wLength)
{
	urb = (struct virtual_urb){.endpoint = bmRequestType & 0x80,
				   .setup = {bmRequestType, bRequest, 0, 0, wLength},
				   .data = buffer,
				   .length = wLength};
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	return urb.status;
}

FIXTURE(setup, teardown)

CASE(stall_halts_after_the_packets_that_pass)
{
	set(0x81, CUSB_VIRTUAL_STALL, 2, 1);
	expect(0x81, 32, -EPIPE, 16);
	expect(0x81, 32, -EPIPE, 0);
	ck_assert_uint_eq(counts->in, 2);
	clear_halt(dev, 0x81);
	expect(0x81, 32, 0, 32);
}

/* A fault, and the transfers that are made then. */
static const struct {
	const char *what;
	struct cusb_virtual_fault fault;
	struct {
		uint8_t endpoint;
		size_t length;
		int status;
		size_t actual_length;
	} transfers[3];
} hits[] = {
	{"never ends without times",
	 {0x01, CUSB_VIRTUAL_ERROR, .times = 0},
	 {{0x01, 8, -EPROTO, 0}, {0x01, 8, -EPROTO, 0}, {0x01, 8, -EPROTO, 0}}},
	{"has the error that was set",
	 {0x81, CUSB_VIRTUAL_ERROR, .times = 2, .err = -EILSEQ},
	 {{0x81, 8, -EILSEQ, 0}, {0x81, 8, -EILSEQ, 0}, {0x81, 8, 0, 8}}},
	{"has no error of another kind",
	 {0x81, CUSB_VIRTUAL_STALL, .err = -EIO},
	 {{0x81, 8, -EPIPE, 0}}},
	{"leaves other endpoints alone",
	 {0x81, CUSB_VIRTUAL_NAK, .times = 0},
	 {{0x81, 8, -EINPROGRESS, 0}, {0x01, 8, 0, 8}}},
	{"cuts a packet",
	 {0x81, CUSB_VIRTUAL_SHORT, 1, 1, .length = 3},
	 {{0x81, 32, 0, 11}, {0x81, 8, 0, 8}}},
	{"cuts nothing off a shorter packet",
	 {0x81, CUSB_VIRTUAL_SHORT, .length = 9},
	 {{0x81, 32, 0, 32}}},
	{"babbles with its bytes",
	 {0x81, CUSB_VIRTUAL_BABBLE, .after = 1, .times = 1},
	 {{0x81, 32, -EOVERFLOW, 16}, {0x81, 8, 0, 8}}},
	{"of every endpoint babbles where bytes come in",
	 {EVERY_ENDPOINT, CUSB_VIRTUAL_BABBLE, .times = 1},
	 {{0x01, 8, 0, 8}, {0x81, 8, -EOVERFLOW, 8}}},
};

CASE_PER_ROW(fault_hits_packets, hits)
{
	add(hits[_i].fault);
	for (size_t i = 0; i < 3 && hits[_i].transfers[i].endpoint; i++) {
		submit(hits[_i].transfers[i].endpoint, hits[_i].transfers[i].length);
		ck_assert_msg(urb.status == hits[_i].transfers[i].status, "%s: %d", hits[_i].what,
			      urb.status);
		ck_assert_uint_eq(urb.actual_length, hits[_i].transfers[i].actual_length);
		hcd_unlink(dev, &urb, -ENOENT);
	}
}

CASE(stall_of_an_out_endpoint_leaves_the_packet_untaken)
{
	set(0x01, CUSB_VIRTUAL_STALL, 1, 1);
	expect(0x01, 24, -EPIPE, 8);
	ck_assert_uint_eq(counts->out, 1);
}

CASE(nak_keeps_a_transfer_until_it_is_unlinked)
{
	set(0x81, CUSB_VIRTUAL_NAK, 1, 1);
	submit(0x81, 32);
	ck_assert_uint_eq(urb.actual_length, 8);
	hcd_run(dev);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	expect(0x81, 32, 0, 32);
}

CASE(vanishing_takes_the_device)
{
	set(0x81, CUSB_VIRTUAL_VANISH, 2, 0);
	submit(0x81, 32);
	ck_assert_int_eq(urb.status, -ESHUTDOWN);
	ck_assert_uint_eq(urb.actual_length, 16);
	ck_assert(dev->gone);
}

CASE(first_of_two_acts_and_the_other_waits)
{
	set(0x81, CUSB_VIRTUAL_ERROR, 0, 1);
	set(0x81, CUSB_VIRTUAL_BABBLE, 0, 1);
	expect(0x81, 8, -EPROTO, 0);
	expect(0x81, 8, -EOVERFLOW, 8);
	expect(0x81, 8, 0, 8);
}

CASE(packet_that_one_hits_counts_for_the_other)
{
	set(0x81, CUSB_VIRTUAL_ERROR, 0, 1);
	set(0x81, CUSB_VIRTUAL_STALL, 2, 1);
	expect(0x81, 8, -EPROTO, 0);
	expect(0x81, 8, 0, 8);
	expect(0x81, 8, -EPIPE, 0);
}

CASE(empty_packet_at_the_end_is_counted)
{
	set(0x01, CUSB_VIRTUAL_STALL, 2, 1);
	urb = (struct virtual_urb){
		.endpoint = 0x01, .flags = VIRTUAL_URB_ZERO_PACKET, .data = buffer, .length = 16};
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	ck_assert_int_eq(urb.status, -EPIPE);
	ck_assert_uint_eq(urb.actual_length, 16);
}

CASE(requests_are_counted_whole)
{
	set(0x00, CUSB_VIRTUAL_STALL, 1, 1);
	ck_assert_int_eq(request(0xc0, 1, 8), 0);
	ck_assert_int_eq(request(0x40, 1, 8), -EPIPE);
	ck_assert_int_eq(request(0x40, 1, 8), 0);
	ck_assert_uint_eq(counts->control, 2);
}

CASE(standard_requests_are_counted_apart)
{
	set(0x00, CUSB_VIRTUAL_STALL, 0, 1);
	set(0x80, CUSB_VIRTUAL_ERROR, 0, 1);
	ck_assert_int_eq(request(0x80, 0, 2), -EPROTO);
	ck_assert_int_eq(request(0x80, 0, 2), 0);
	ck_assert_int_eq(request(0xc0, 0, 2), -EPIPE);
}

CASE(standard_requests_of_an_unconfigured_device_pass)
{
	dev->configuration = 0;
	set(0x80, CUSB_VIRTUAL_STALL, 0, 0);
	urb = (struct virtual_urb){.setup = {0, 9, 1, 0, 0}}; /* SET_CONFIGURATION */
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	ck_assert_int_eq(urb.status, 0);
	ck_assert_int_eq(request(0x80, 0, 2), -EPIPE);
}

CASE(answer_to_a_request_is_cut)
{
	add((struct cusb_virtual_fault){0x00, CUSB_VIRTUAL_SHORT, 0, 1, .length = 1});
	ck_assert_int_eq(request(0x40, 1, 4), 0); /* nothing comes in */
	ck_assert_uint_eq(urb.actual_length, 4);
	ck_assert_int_eq(request(0xc0, 1, 8), 0);
	ck_assert_uint_eq(urb.actual_length, 1);
}

CASE(answer_shorter_than_the_cut_stays)
{
	add((struct cusb_virtual_fault){0x00, CUSB_VIRTUAL_SHORT, 0, 1, .length = 6});
	ck_assert_int_eq(request(0xc0, 1, 8), 0);
	ck_assert_uint_eq(urb.actual_length, 4);
}

CASE(error_of_the_device_is_not_cut)
{
	add((struct cusb_virtual_fault){0x81, CUSB_VIRTUAL_SHORT, 0, 1, .length = 3});
	counts->err = -EILSEQ;
	expect(0x81, 8, -EILSEQ, 0);
	counts->err = 0;
	expect(0x81, 8, 0, 3);
}

CASE(answer_to_a_request_babbles)
{
	set(0x00, CUSB_VIRTUAL_BABBLE, 0, 1);
	ck_assert_int_eq(request(0xc0, 1, 8), -EOVERFLOW);
	ck_assert_uint_eq(urb.actual_length, 4);
}

CASE(delayed_packet_is_due_later)
{
	int64_t before = fault_now();

	add((struct cusb_virtual_fault){0x81, CUSB_VIRTUAL_DELAY, .times = 1, .ms = 3600000});
	ck_assert(fault_due(dev) == NOT_DUE);
	submit(0x81, 8);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	ck_assert(fault_due(dev) >= before + INT64_C(3600) * 1000000000);
	ck_assert(fault_due(dev) < NOT_DUE);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	ck_assert(fault_due(dev) == NOT_DUE);
}

CASE(delayed_packet_moves_when_it_is_due)
{
	add((struct cusb_virtual_fault){0x81, CUSB_VIRTUAL_DELAY, .times = 1, .ms = 1});
	submit(0x81, 8);
	while (urb.status == -EINPROGRESS)
		hcd_run(dev);
	ck_assert_uint_eq(urb.actual_length, 8);
	ck_assert(fault_due(dev) == NOT_DUE);
	expect(0x81, 8, 0, 8);
}

CASE(packet_that_is_due_but_not_there_is_waited_for)
{
	add((struct cusb_virtual_fault){0x81, CUSB_VIRTUAL_DELAY, .times = 1, .ms = 1});
	counts->err = -EAGAIN;
	submit(0x81, 8);
	while (fault_due(dev) < NOT_DUE)
		hcd_run(dev);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	counts->err = 0;
	hcd_run(dev);
	ck_assert_int_eq(urb.status, 0);
}

CASE(each_of_several_packets_is_delayed)
{
	add((struct cusb_virtual_fault){0x81, CUSB_VIRTUAL_DELAY, .ms = 1});
	for (unsigned int i = 0; i < 2; i++) {
		submit(0x81, 8);
		ck_assert(fault_due(dev) < NOT_DUE);
		while (urb.status == -EINPROGRESS)
			hcd_run(dev);
	}
}

CASE(delay_of_a_packet_goes_on_for_the_next_transfer)
{
	int64_t due;

	add((struct cusb_virtual_fault){0x81, CUSB_VIRTUAL_DELAY, .times = 1, .ms = 3600000});
	submit(0x81, 8);
	due = fault_due(dev);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	submit(0x81, 8);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	ck_assert(fault_due(dev) == due);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
}

CASE(delay_of_a_request_ends_with_it)
{
	add((struct cusb_virtual_fault){0x00, CUSB_VIRTUAL_DELAY, .times = 1, .ms = 3600000});
	ck_assert_int_eq(request(0xc0, 1, 4), -EINPROGRESS);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	ck_assert_int_eq(request(0xc0, 1, 4), 0);
}

CASE(packets_of_every_endpoint_are_counted_together)
{
	set(EVERY_ENDPOINT, CUSB_VIRTUAL_ERROR, 2, 1);
	ck_assert_int_eq(request(0xc0, 1, 4), 0);
	expect(0x81, 8, 0, 8);
	expect(0x01, 8, 0, 8);
	expect(0x81, 8, -EPROTO, 0);
	expect(0x01, 8, 0, 8);
}

CASE(device_vanishes_with_a_packet_of_any_endpoint)
{
	set(EVERY_ENDPOINT, CUSB_VIRTUAL_VANISH, 1, 0);
	expect(0x01, 8, 0, 8);
	counts->err = -EAGAIN;
	expect(0x81, 8, -EINPROGRESS, 0);
	counts->err = -EPROTO;
	expect(0x81, 8, -EPROTO, 0);
	ck_assert(!dev->gone);
	expect(0x01, 8, -ESHUTDOWN, 0);
	ck_assert(dev->gone);
}

CASE(delay_of_every_endpoint_is_due_when_one_is_queued)
{
	add((struct cusb_virtual_fault){EVERY_ENDPOINT, CUSB_VIRTUAL_DELAY, .ms = 3600000});
	submit(0x81, 8);
	ck_assert(fault_due(dev) < NOT_DUE);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	ck_assert(fault_due(dev) == NOT_DUE);
}

static struct virtual_packet packets[3];

static void submit_packets(void)
{
	for (unsigned int i = 0; i < 3; i++)
		packets[i] = (struct virtual_packet){.offset = 8 * i, .length = 8};
	urb = (struct virtual_urb){.endpoint = 0x82,
				   .data = buffer,
				   .length = 24,
				   .packets = packets,
				   .packet_count = 3};
	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	ck_assert_int_eq(urb.status, 0);
}

CASE(isochronous_packet_fails_for_itself)
{
	set(0x82, CUSB_VIRTUAL_ERROR, 1, 1);
	submit_packets();
	ck_assert_int_eq(packets[0].status, 0);
	ck_assert_int_eq(packets[1].status, -EPROTO);
	ck_assert_int_eq(packets[2].status, 0);
	ck_assert_uint_eq(urb.actual_length, 16);
}

CASE(isochronous_packet_babbles)
{
	set(0x82, CUSB_VIRTUAL_BABBLE, 2, 1);
	submit_packets();
	ck_assert_int_eq(packets[2].status, -EOVERFLOW);
	ck_assert_uint_eq(urb.error_count, 1);
}

CASE(without_faults_what_was_kept_moves)
{
	set(0x81, CUSB_VIRTUAL_NAK, 0, 0);
	submit(0x81, 8);
	fault_forget(dev);
	hcd_run(dev);
	ck_assert_int_eq(urb.status, 0);
}

CASE(faults_outlive_a_reset)
{
	set(0x81, CUSB_VIRTUAL_STALL, 0, 0);
	hcd_reset(dev);
	dev->configuration = 1;
	expect(0x81, 8, -EPIPE, 0);
}

CASE(faults_of_the_model_come_with_the_device)
{
	static const struct cusb_virtual_fault faults[] = {{0x81, CUSB_VIRTUAL_ERROR, .times = 1}};

	teardown();
	model.faults = faults;
	model.fault_count = 1;
	dev = virtual_device_new(&model);
	dev->configuration = 1;
	expect(0x81, 8, -EPROTO, 0);
}

/* A device whose model lets a packet of 0x81 pass, and then NAKs. */
static void setup_nakking(void)
{
	static const struct cusb_virtual_fault faults[] = {{0x81, CUSB_VIRTUAL_NAK, .after = 1}};

	teardown();
	model.faults = faults;
	model.fault_count = 1;
	dev = virtual_device_new(&model);
	dev->configuration = 1;
}

CASE(rearmed_faults_of_the_model_count_anew_and_let_go)
{
	setup_nakking();
	submit(0x81, 32);
	ck_assert_uint_eq(urb.actual_length, 8);
	fault_rearm_after(dev, 2);
	hcd_run(dev);
	ck_assert_uint_eq(urb.actual_length, 24);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
}

CASE(rearmed_faults_pass_as_many_packets_as_the_model_says)
{
	setup_nakking();
	fault_rearm_after(dev, 0);
	expect(0x81, 32, -EINPROGRESS, 0);
	fault_rearm(dev);
	expect(0x81, 32, -EINPROGRESS, 8);
}

CASE(rearmed_faults_that_pass_all_are_never_due)
{
	setup_nakking();
	fault_rearm_after(dev, PASS_ALL);
	expect(0x81, 64, 0, 64);
}

CASE(faults_that_were_set_later_are_not_rearmed)
{
	setup_nakking();
	set(0x01, CUSB_VIRTUAL_NAK, 0, 1);
	submit(0x01, 8);
	fault_rearm_after(dev, PASS_ALL);
	hcd_run(dev);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	expect(0x01, 8, 0, 8);
}

CASE(device_without_memory_for_its_faults_is_none)
{
	static const struct cusb_virtual_fault faults[] = {{0x81, CUSB_VIRTUAL_STALL, .after = 1},
							   {0x81, CUSB_VIRTUAL_STALL, .after = 2}};
	struct cusb_virtual_device *none = NULL;

	model.faults = faults;
	model.fault_count = 2;
	for (unsigned int nth = 1; nth <= 4 && !none; nth++) {
		fail_alloc_start(nth);
		none = virtual_device_new(&model);
		ck_assert(fail_alloc_stop());
	}
	ck_assert_ptr_null(none);
}

static const struct {
	struct cusb_virtual_fault fault;
	bool possible;
} checks[] = {
	{{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_STALL}, true},
	{{.bEndpointAddress = 0x83, .kind = CUSB_VIRTUAL_STALL}, false},
	{{.bEndpointAddress = EVERY_ENDPOINT, .kind = CUSB_VIRTUAL_SHORT}, true},
	{{.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_SHORT}, false},
	{{.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_BABBLE}, false},
	{{.bEndpointAddress = 0x00, .kind = CUSB_VIRTUAL_BABBLE}, true},
	{{.bEndpointAddress = 0x80, .kind = CUSB_VIRTUAL_SHORT}, true},
	{{.bEndpointAddress = 0x81, .kind = (enum cusb_virtual_fault_kind)7}, false},
	{{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_ERROR, .err = -EILSEQ}, true},
	{{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_ERROR, .err = EILSEQ}, false},
	{{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_ERROR, .err = -EAGAIN}, false},
	{{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_ERROR, .err = -EINPROGRESS}, false},
	{{.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_ERROR, .err = -4096}, false},
};

CASE_PER_ROW(fault_is_checked, checks)
{
	ck_assert_int_eq(fault_problem(&model, &checks[_i].fault) == NULL, checks[_i].possible);
}
