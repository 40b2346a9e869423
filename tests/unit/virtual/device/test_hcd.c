/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "virtual/device/hcd.h"

#include "unit.h"
#include "virtual/device/clear_halt.h"

#define NAK (-EAGAIN)

/* A device that does what a script says: results for IN and OUT packets, NAK when it ends. */
struct script {
	const int *in, *out; /* end with NAK */
	size_t packets_out;
	size_t lengths_out[16];
	unsigned int restarts;
	int control; /* what a vendor request gives */
};

static int script_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		      size_t length)
{
	struct script *script = dev->state;

	(void)address;
	(void)packet;
	if (script->out && *script->out)
		return *script->out == NAK ? NAK : *script->out++;
	if (script->out)
		script->out++;
	script->lengths_out[script->packets_out++ % 16] = length;
	return 0;
}

static ssize_t script_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			 size_t room)
{
	struct script *script = dev->state;
	int n = script->in ? *script->in : NAK;

	(void)address;
	if (n == NAK)
		return NAK;
	script->in++;
	if (n > 0)
		memset(packet, 'x', (size_t)n < room ? (size_t)n : room);
	return n;
}

static ssize_t script_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			      uint8_t *data)
{
	struct script *script = dev->state;

	if (script->control > 0)
		memset(data, 'c', setup->wLength);
	return script->control;
}

static void script_restart(struct cusb_virtual_device *dev)
{
	((struct script *)dev->state)->restarts++;
}

static const uint8_t descriptors[] = {
	18, 1, 0,    2, 0, 0,	 0, 64,	  0xfe, 0xff, 0xff, 0, 0, 1, 0, 0, 0, 1, /**/
	9,  2, 46,   0, 1, 1,	 0, 0x80, 50,					 /**/
	9,  4, 0,    0, 4, 0xff, 0, 0,	  0,					 /**/
	7,  5, 0x01, 2, 8, 0,	 0,						 /**/
	7,  5, 0x81, 2, 8, 0,	 0,						 /**/
	7,  5, 0x82, 2, 8, 0,	 0,						 /**/
	7,  5, 0x83, 2, 0, 0,	 0, /* wMaxPacketSize 0 */
};

static const struct cusb_virtual_model model = {
	.name = "script",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.state_size = sizeof(struct script),
	.control = script_control,
	.out = script_out,
	.in = script_in,
	.restart = script_restart,
};

static struct cusb_virtual_device *dev;
static struct script *script;
static uint8_t buffer[64];
static struct virtual_urb urb, second;
static unsigned int completions;
static struct virtual_urb *last;

static void note(struct virtual_urb *completed)
{
	completions++;
	last = completed;
}

static void setup(void)
{
	dev = virtual_device_new(&model);
	ck_assert_ptr_nonnull(dev);
	dev->configuration = 1;
	script = dev->state;
	completions = 0;
	last = NULL;
	memset(buffer, 0, sizeof buffer);
}

static void teardown(void)
{
	virtual_device_free(dev);
}

static int submit_as(struct virtual_urb *which, struct virtual_urb urb_as)
{
	*which = urb_as;
	which->data = buffer;
	if (!which->complete)
		which->complete = note;
	return hcd_submit(dev, which);
}

static int submit(struct virtual_urb *which, uint8_t endpoint, size_t length)
{
	return submit_as(which, (struct virtual_urb){.endpoint = endpoint, .length = length});
}

/* Submits, and expects that it completes at once. */
static void expect_now(uint8_t endpoint, size_t length, int status, size_t actual_length)
{
	ck_assert_int_eq(submit(&urb, endpoint, length), 0);
	ck_assert_uint_eq(completions, 1);
	ck_assert_int_eq(urb.status, status);
	ck_assert_uint_eq(urb.actual_length, actual_length);
}

FIXTURE(setup, teardown)

static const struct {
	const char *what;
	int in[5];
	uint8_t flags;
	size_t length;
	int status;
	size_t actual_length;
	int next; /* what the device would give then */
} reads[] = {
	{"ends with a short packet", {8, 8, 3, 8, NAK}, 0, 64, 0, 19, 8},
	{"ends when full", {8, 8, 8, NAK}, 0, 16, 0, 16, 8},
	{"ends with an empty packet", {8, 0, NAK}, 0, 64, 0, 8, NAK},
	{"of no bytes takes an empty packet", {0, NAK}, 0, 0, 0, 0, NAK},
	{"not a multiple takes what fits", {8, 2, NAK}, 0, 10, 0, 10, NAK},
	{"babble fills the buffer and overflows", {8, 8, NAK}, 0, 10, -EOVERFLOW, 10, NAK},
	{"short is not ok", {8, 3, NAK}, VIRTUAL_URB_SHORT_NOT_OK, 64, -EREMOTEIO, 11, NAK},
	{"full is ok", {8, 2, NAK}, VIRTUAL_URB_SHORT_NOT_OK, 10, 0, 10, NAK},
	{"NAK keeps the URB with its bytes", {8, NAK}, 0, 64, -EINPROGRESS, 8, NAK},
	{"error of the model is the status", {8, -EPROTO, NAK}, 0, 64, -EPROTO, 8, NAK},
	{"stall keeps the bytes before it", {8, -EPIPE, 8, NAK}, 0, 64, -EPIPE, 8, 8},
};

CASE_PER_ROW(read_is_moved_by_packets, reads)
{
	size_t n = reads[_i].actual_length;

	script->in = reads[_i].in;
	ck_assert_int_eq(submit_as(&urb, (struct virtual_urb){.endpoint = 0x81,
							      .flags = reads[_i].flags,
							      .length = reads[_i].length}),
			 0);
	ck_assert_msg(urb.status == reads[_i].status, "%s: %d", reads[_i].what, urb.status);
	ck_assert_uint_eq(urb.actual_length, n);
	ck_assert_uint_eq(completions, urb.status != -EINPROGRESS);
	ck_assert_int_eq(*script->in, reads[_i].next);
	ck_assert_uint_eq(buffer[n], 0);
	if (n > 0)
		ck_assert_uint_eq(buffer[n - 1], 'x');
}

static const struct {
	const char *what;
	size_t length;
	uint8_t flags;
	size_t packets, last; /* how many, and the length of the last */
} writes[] = {
	{"split by the packet size", 19, 0, 3, 3},
	{"no bytes are an empty packet", 0, 0, 1, 0},
	{"an exact multiple has no empty packet", 16, 0, 2, 8},
	{"ZERO_PACKET ends an exact multiple", 16, VIRTUAL_URB_ZERO_PACKET, 3, 0},
	{"ZERO_PACKET adds nothing to a short end", 17, VIRTUAL_URB_ZERO_PACKET, 3, 1},
};

CASE_PER_ROW(write_is_moved_by_packets, writes)
{
	ck_assert_int_eq(submit_as(&urb, (struct virtual_urb){.endpoint = 0x01,
							      .flags = writes[_i].flags,
							      .length = writes[_i].length}),
			 0);
	ck_assert_msg(urb.status == 0, "%s: %d", writes[_i].what, urb.status);
	ck_assert_uint_eq(urb.actual_length, writes[_i].length);
	ck_assert_uint_eq(script->packets_out, writes[_i].packets);
	ck_assert_uint_eq(script->lengths_out[0], writes[_i].length < 8 ? writes[_i].length : 8);
	ck_assert_uint_eq(script->lengths_out[writes[_i].packets - 1], writes[_i].last);
}

CASE(queued_urb_is_tried_again_after_other_activity)
{
	static const int in[] = {3, NAK};

	ck_assert_int_eq(submit(&urb, 0x81, 64), 0);
	script->in = in;
	ck_assert_int_eq(submit(&second, 0x01, 1), 0);
	ck_assert_uint_eq(completions, 2);
	ck_assert_uint_eq(urb.actual_length, 3);
}

CASE(out_zero_packet_alone_can_be_left_to_send)
{
	static const int out[] = {0, NAK, 0};

	script->out = out;
	ck_assert_int_eq(submit_as(&urb, (struct virtual_urb){.endpoint = 0x01,
							      .flags = VIRTUAL_URB_ZERO_PACKET,
							      .length = 8}),
			 0);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	script->out = NULL;
	ck_assert_int_eq(submit(&second, 0x82, 8), 0);
	ck_assert_int_eq(urb.status, 0);
	ck_assert_uint_eq(script->packets_out, 2);
}

CASE(out_goes_on_where_it_was_nakked)
{
	static const int out[] = {0, NAK};

	script->out = out;
	ck_assert_int_eq(submit(&urb, 0x01, 20), 0);
	ck_assert_uint_eq(urb.actual_length, 8);
	script->out = NULL;
	ck_assert_int_eq(submit(&second, 0x82, 8), 0);
	ck_assert_int_eq(urb.status, 0);
	ck_assert_uint_eq(script->packets_out, 3);
	ck_assert_uint_eq(script->lengths_out[2], 4);
}

CASE(stall_halts_the_endpoint)
{
	static const int in[] = {-EPIPE, 3, NAK};

	script->in = in;
	expect_now(0x81, 64, -EPIPE, 0);
	ck_assert_int_eq(submit(&urb, 0x81, 64), 0);
	ck_assert_int_eq(urb.status, -EPIPE);
	ck_assert_int_eq(*script->in, 3);
}

CASE(stall_leaves_other_endpoints_alone)
{
	static const int in[] = {-EPIPE, 3, NAK};

	script->in = in;
	expect_now(0x81, 64, -EPIPE, 0);
	ck_assert_int_eq(submit(&urb, 0x82, 64), 0);
	ck_assert_int_eq(urb.status, 0);
}

CASE(clear_halt_lets_the_endpoint_work)
{
	static const int in[] = {-EPIPE, 3, NAK};

	script->in = in;
	expect_now(0x81, 64, -EPIPE, 0);
	clear_halt(dev, 0x81);
	ck_assert_int_eq(submit(&urb, 0x81, 64), 0);
	ck_assert_int_eq(urb.status, 0);
	ck_assert_uint_eq(urb.actual_length, 3);
}

CASE(urbs_of_an_endpoint_complete_in_order)
{
	static const int in[] = {3, 5, NAK};

	ck_assert_int_eq(submit(&urb, 0x81, 8), 0);
	ck_assert_int_eq(submit(&second, 0x81, 8), 0);
	script->in = in;
	clear_halt(dev, 0x81);
	ck_assert_uint_eq(completions, 2);
	ck_assert_ptr_eq(last, &second);
	ck_assert_uint_eq(urb.actual_length, 3);
	ck_assert_uint_eq(second.actual_length, 5);
}

CASE(unlink_keeps_the_bytes_so_far)
{
	static const int in[] = {8, NAK};

	script->in = in;
	ck_assert_int_eq(submit(&urb, 0x81, 64), 0);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	ck_assert_uint_eq(completions, 1);
	ck_assert_int_eq(urb.status, -ENOENT);
	ck_assert_uint_eq(urb.actual_length, 8);
}

CASE(unlink_of_what_is_over_is_invalid)
{
	expect_now(0x01, 1, 0, 1);
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), -EINVAL);
	ck_assert_uint_eq(completions, 1);
}

CASE(unlink_lets_the_next_one_run)
{
	static const int in[] = {8, NAK}, more[] = {2, NAK};

	script->in = in;
	ck_assert_int_eq(submit(&urb, 0x81, 64), 0);
	ck_assert_int_eq(submit(&second, 0x81, 64), 0);
	script->in = more;
	ck_assert_int_eq(hcd_unlink(dev, &urb, -ENOENT), 0);
	ck_assert_int_eq(second.status, 0);
	ck_assert_uint_eq(second.actual_length, 2);
}

CASE(urb_of_an_endpoint_that_went_away_waits)
{
	static const int in[] = {3, NAK};

	ck_assert_int_eq(submit(&urb, 0x81, 8), 0);
	script->in = in;
	dev->configuration = 0;
	clear_halt(dev, 0x81);
	ck_assert_int_eq(urb.status, -EINPROGRESS);
	dev->configuration = 1;
	clear_halt(dev, 0x81);
	ck_assert_int_eq(urb.status, 0);
}

CASE(no_such_endpoint_is_no_entry)
{
	ck_assert_int_eq(submit(&urb, 0x02, 8), -ENOENT);
}

CASE(unconfigured_device_has_no_endpoints)
{
	dev->configuration = 0;
	ck_assert_int_eq(submit(&urb, 0x81, 8), -ENOENT);
}

CASE(endpoint_without_packet_size_is_refused)
{
	ck_assert_int_eq(submit(&urb, 0x83, 8), -EMSGSIZE);
}

static void submit_vendor(uint8_t bmRequestType, uint16_t wLength)
{
	ck_assert_int_eq(
		submit_as(&urb, (struct virtual_urb){.setup = {.bmRequestType = bmRequestType,
							       .wLength = wLength},
						     .length = wLength}),
		0);
}

CASE(control_in_moves_what_the_device_answers)
{
	script->control = 5;
	submit_vendor(0xc0, 10);
	ck_assert_int_eq(urb.status, 0);
	ck_assert_uint_eq(urb.actual_length, 5);
}

CASE(control_out_moves_all)
{
	script->control = 0;
	submit_vendor(0x40, 10);
	ck_assert_int_eq(urb.status, 0);
	ck_assert_uint_eq(urb.actual_length, 10);
}

CASE(control_stall_does_not_halt)
{
	script->control = -EPIPE;
	submit_vendor(0xc0, 10);
	ck_assert_int_eq(urb.status, -EPIPE);
	ck_assert_uint_eq(dev->halted, 0);
}

CASE(control_that_is_not_answered_stays)
{
	script->control = NAK;
	submit_vendor(0xc0, 10);
	ck_assert_uint_eq(completions, 0);
	script->control = 1;
	ck_assert_int_eq(submit(&second, 0x01, 1), 0);
	ck_assert_uint_eq(completions, 2);
	ck_assert_uint_eq(urb.actual_length, 1);
}

static void submit_read(void (*complete)(struct virtual_urb *completed))
{
	ck_assert_int_eq(submit_as(&urb, (struct virtual_urb){.endpoint = 0x81,
							      .length = 8,
							      .complete = complete}),
			 0);
}

static void submit_next(struct virtual_urb *completed)
{
	(void)completed;
	note(completed);
	ck_assert_int_eq(submit(&second, 0x81, 8), 0);
	/* The outer call runs it. */
	ck_assert_int_eq(second.status, -EINPROGRESS);
}

CASE(complete_may_submit)
{
	static const int in[] = {3, 5, NAK};

	script->in = in;
	submit_read(submit_next);
	ck_assert_uint_eq(completions, 2);
	ck_assert_uint_eq(second.actual_length, 5);
}

static void unlink_second(struct virtual_urb *completed)
{
	note(completed);
	ck_assert_int_eq(hcd_unlink(dev, &second, -ECONNRESET), 0);
}

CASE(complete_may_unlink_before_the_next_one_runs)
{
	static const int in[] = {3, 5, NAK};

	submit_read(unlink_second);
	ck_assert_int_eq(submit(&second, 0x81, 8), 0);
	script->in = in;
	clear_halt(dev, 0x81);
	ck_assert_int_eq(second.status, -ECONNRESET);
	ck_assert_int_eq(*script->in, 5);
}

CASE(vanishing_completes_everything)
{
	static const int in[] = {8, -ENODEV};

	ck_assert_int_eq(submit(&second, 0x82, 8), 0);
	script->in = in;
	ck_assert_int_eq(submit(&urb, 0x81, 64), 0);
	ck_assert(dev->gone);
	ck_assert_uint_eq(completions, 2);
	ck_assert_int_eq(urb.status, -ESHUTDOWN);
	ck_assert_int_eq(second.status, -ESHUTDOWN);
	ck_assert_int_eq(submit(&urb, 0x81, 8), -ENODEV);
}

CASE(unplug_completes_what_is_queued)
{
	ck_assert_int_eq(submit(&urb, 0x81, 8), 0);
	hcd_unplug(dev);
	ck_assert_int_eq(urb.status, -ESHUTDOWN);
	ck_assert_int_eq(submit(&urb, 0x81, 8), -ENODEV);
}

CASE(reset_completes_and_powers_on)
{
	unsigned int before = script->restarts;

	ck_assert_int_eq(submit(&urb, 0x81, 8), 0);
	dev->halted = 1U << 17;
	dev->remote_wakeup = true;
	dev->altsettings[0] = 3;
	hcd_reset(dev);
	ck_assert_int_eq(urb.status, -EPROTO);
	ck_assert_uint_eq(dev->configuration, 0);
	ck_assert_uint_eq(dev->altsettings[0], 0);
	ck_assert_uint_eq(dev->halted, 0);
	ck_assert(!dev->remote_wakeup);
	ck_assert_uint_eq(script->restarts, before + 1);
}

static void submit_request(struct virtual_urb *completed)
{
	note(completed);
	script->control = 1;
	ck_assert_int_eq(submit_as(&second, (struct virtual_urb){.setup = {.bmRequestType = 0xc0,
									   .wLength = 1},
								 .length = 1}),
			 0);
	ck_assert_int_eq(second.status, -EINPROGRESS);
}

CASE(reset_runs_what_complete_submits)
{
	submit_read(submit_request);
	hcd_reset(dev);
	ck_assert_int_eq(second.status, 0);
}

CASE(new_device_is_restarted_and_unconfigured)
{
	struct cusb_virtual_device *fresh = virtual_device_new(&model);

	ck_assert_uint_eq(((struct script *)fresh->state)->restarts, 1);
	ck_assert_uint_eq(fresh->configuration, 0);
	virtual_device_free(fresh);
}

CASE(free_completes_what_is_queued)
{
	struct cusb_virtual_device *other = virtual_device_new(&model);

	memset(&urb, 0, sizeof urb);
	urb.data = buffer;
	urb.setup.bmRequestType = 0xc0;
	urb.complete = note;
	((struct script *)other->state)->control = NAK;
	ck_assert_int_eq(hcd_submit(other, &urb), 0);
	virtual_device_free(other);
	ck_assert_int_eq(urb.status, -ESHUTDOWN);
	ck_assert_uint_eq(completions, 1);
}

CASE(free_takes_null)
{
	virtual_device_free(NULL);
}
