/* SPDX-License-Identifier: MIT */
#include "fail_alloc.h"
#include "backend/usbfs/usbfs_fixture.h"

static uint8_t data[65535];

static const struct cusb_setup in_setup = {0xc0, 0x12, 0x3456, 0x789a, 8};
static const struct cusb_setup out_setup = {0x40, 0x12, 0x3456, 0x789a, 4};

static void begin(void)
{
	usbfs_begin_session();
	memset(data, '#', sizeof data);
}

static struct cusb_setup with_length(struct cusb_setup request, uint16_t wLength)
{
	request.wLength = wLength;
	return request;
}

static ssize_t run(struct cusb_setup request, int timeout_ms)
{
	return cusb_ctrl_transfer(object, request.bmRequestType, request.bRequest, request.wValue,
				  request.wIndex, data, request.wLength, timeout_ms);
}

FIXTURE(begin, usbfs_end)

CASE(short_request_with_a_timeout_costs_1_call)
{
	sk_answer(sk, USBDEVFS_CONTROL, 5, NULL);
	ck_assert_int_eq(run(in_setup, 250), 5);
	ck_assert_str_eq(sk_trace(sk), "C");
}

CASE(control_call_has_the_setup_in_host_order)
{
	const struct usbdevfs_ctrltransfer *control;

	run(in_setup, 250);
	control = &sk_ioctl_at(sk, 0)->arg.control;
	ck_assert_uint_eq(control->bRequestType, 0xc0);
	ck_assert_uint_eq(control->bRequest, 0x12);
	ck_assert_uint_eq(control->wValue, 0x3456);
	ck_assert_uint_eq(control->wIndex, 0x789a);
	ck_assert_uint_eq(control->wLength, 8);
	ck_assert_uint_eq(control->timeout, 250);
	ck_assert_ptr_eq(control->data, data);
}

CASE(request_of_a_page_is_one_call)
{
	run(with_length(in_setup, 4096), 1);
	ck_assert_str_eq(sk_trace(sk), "C");
}

static const struct {
	int err, result;
} call_errors[] = {
	{-EPIPE, -EPIPE},   {-ETIMEDOUT, -ETIMEDOUT},	    {-EOVERFLOW, -EOVERFLOW},
	{-ENOENT, -ENOENT}, {-EHOSTUNREACH, -EHOSTUNREACH},
};

CASE_PER_ROW(control_call_gives_the_error_of_the_kernel, call_errors)
{
	sk_answer(sk, USBDEVFS_CONTROL, call_errors[_i].err, NULL);
	ck_assert_int_eq(run(in_setup, 1), call_errors[_i].result);
	ck_assert_str_eq(sk_trace(sk), "C");
}

static const struct sk_step hung_up[] = {LOOKED(POLLHUP)};
static const struct sk_step still_there[] = {LOOKED(0)};
static const int cut_off[] = {-ESHUTDOWN, -EPROTO, -EILSEQ, -ETIME};

CASE_PER_ROW(control_call_cut_off_by_unplugging_is_enodev, cut_off)
{
	PLAY(hung_up);
	sk_answer(sk, USBDEVFS_CONTROL, cut_off[_i], NULL);
	ck_assert_int_eq(run(in_setup, 1), -ENODEV);
}

CASE(control_call_ended_by_a_reset_is_eshutdown)
{
	PLAY(still_there);
	sk_answer(sk, USBDEVFS_CONTROL, -ESHUTDOWN, NULL);
	ck_assert_int_eq(run(in_setup, 1), -ESHUTDOWN);
}

/* The device may have got the request; -EHOSTUNREACH would say that it was refused. */
CASE(control_call_that_the_kernel_ended_is_not_made_again)
{
	static const struct cusb_setup class_setup = {0x21, 9, 0, 0, 0};

	ck_assert_int_eq(run(class_setup, 1), 0);
	sk_forget(sk);
	PLAY(still_there);
	sk_answer(sk, USBDEVFS_CONTROL, -ESHUTDOWN, NULL);
	sk_answer(sk, USBDEVFS_IOCTL, -EHOSTUNREACH, NULL);
	ck_assert_int_eq(run(class_setup, 1), -ESHUTDOWN);
	ck_assert_str_eq(sk_trace(sk), "Cp");
}

static const struct sk_step in_of_8[] = {
	POLLED(POLLOUT),
	{.call = 'R', .endpoint = 0x80, .data = "content", .actual = 8},
};
static const struct sk_step out_of_4[] = {
	POLLED(POLLOUT),
	REAPED_AS(0x00, 0, 4),
};

CASE(request_without_timeout_is_a_urb)
{
	PLAY(in_of_8);
	ck_assert_int_eq(run(in_setup, 0), 8);
	ck_assert_str_eq((char *)data, "content");
	ck_assert_str_eq(sk_trace(sk), "SPR");
}

CASE(request_of_more_than_a_page_is_a_urb)
{
	PLAY(in_of_8);
	ck_assert_int_eq(run(with_length(in_setup, 4097), 100), 8);
	ck_assert_str_eq(sk_trace(sk), "SPR");
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.urb.buffer_length, 8 + 4097);
}

CASE(control_urb_has_the_setup_in_little_endian)
{
	static const uint8_t wanted[] = {0xc0, 0x12, 0x56, 0x34, 0x9a, 0x78, 8, 0};
	const struct sk_urb *urb;

	PLAY(in_of_8);
	run(in_setup, 0);
	urb = &sk_ioctl_at(sk, 0)->arg.urb;
	ck_assert_uint_eq(urb->type, USBDEVFS_URB_TYPE_CONTROL);
	ck_assert_uint_eq(urb->endpoint, 0x80);
	ck_assert_uint_eq(urb->flags, 0);
	ck_assert_int_eq(urb->buffer_length, 16);
	ck_assert_mem_eq(urb->setup, wanted, 8);
}

CASE(control_urb_sends_the_data_behind_the_setup)
{
	PLAY(out_of_4);
	memcpy(data, "\x01\x02\x03\x04", 4);
	ck_assert_int_eq(run(out_setup, 0), 4);
	ck_assert_mem_eq(sk_sent(sk), "\x01\x02\x03\x04", 4);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->arg.urb.endpoint, 0x00);
}

CASE(control_urb_takes_the_longest_request)
{
	PLAY(out_of_4);
	ck_assert_int_eq(run(with_length(out_setup, 65535), 1), 4);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.urb.buffer_length, 8 + 65535);
}

CASE(control_urb_without_data_needs_no_buffer)
{
	static const struct sk_step steps[] = {
		POLLED(POLLOUT),
		REAPED_AS(0x00, 0, 0),
	};

	PLAY(steps);
	ck_assert_int_eq(cusb_ctrl_transfer(object, 0x40, 0x12, 0x3456, 0x789a, NULL, 0, 0), 0);
}

/* By hand. A transfer above the parts' size, so that a part would show. */
CASE(control_urb_of_another_endpoint_has_its_address_and_is_whole)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOMEM), POLLED(POLLOUT),
					       REAPED_AS(0x84, 0, 5)};
	struct cusb_transfer transfer = {.bEndpointAddress = 0x84,
					 .flags = CUSB_TYPE_CONTROL,
					 .data = data,
					 .length = 40000};

	cusb_set_automatic(object, false);
	cusb_fill_setup(data, 0xc0, 1, 2, 3, 39992);
	PLAY(steps);
	ck_assert_int_eq(cusb_transfer_run(object, &transfer), -ENOMEM);
	ck_assert_int_eq(cusb_transfer_run(object, &transfer), 0);
	ck_assert_uint_eq(transfer.actual_length, 5);
	ck_assert_str_eq(sk_trace(sk), "SSPR");
	ck_assert_uint_eq(sk_ioctl_at(sk, 1)->arg.urb.type, USBDEVFS_URB_TYPE_CONTROL);
	ck_assert_uint_eq(sk_ioctl_at(sk, 1)->arg.urb.endpoint, 0x84);
	ck_assert_int_eq(sk_ioctl_at(sk, 1)->arg.urb.buffer_length, 40000);
}

static const struct {
	uint16_t wLength;
	int timeout_ms;
	struct sk_step steps[2];
	int result;
	const char *content, *trace;
} endings[] = {
	/* control urb that is short leaves the rest alone */
	{8,
	 0,
	 {POLLED(POLLOUT), {.call = 'R', .endpoint = 0x80, .data = "ab", .actual = 2}},
	 2,
	 "ab##",
	 "SPR"},
	/* control urb gives the error it ended with */
	{8, 0, {POLLED(POLLOUT), REAPED_AS(0x80, -EPIPE, 0)}, -EPIPE, "####", "SPR"},
	/* control urb whose time is over is etimedout */
	{5000, 100, {TIME_OVER, REAPED_AS(0x80, -ENOENT, 2)}, -ETIMEDOUT, "", "SPDR"},
	/* control urb that is not taken gives that error */
	{8, 0, {SUBMITTED(-ENOMEM)}, -ENOMEM, "####", "S"},
};

CASE_PER_ROW(control_urb_ends_as_the_kernel_tells, endings)
{
	PLAY(endings[_i].steps);
	ck_assert_int_eq(run(with_length(in_setup, endings[_i].wLength), endings[_i].timeout_ms),
			 endings[_i].result);
	ck_assert_mem_eq(data, endings[_i].content, strlen(endings[_i].content));
	ck_assert_str_eq(sk_trace(sk), endings[_i].trace);
}

CASE(control_urb_without_memory_is_enomem)
{
	ssize_t n;

	fail_alloc_start(1);
	n = run(in_setup, 0);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(n, -ENOMEM);
	ck_assert_str_eq(sk_trace(sk), "");
}

CASE(control_urb_is_cancelled_by_closing)
{
	static const struct sk_step steps[] = {{.call = 'P', .result = POLLOUT, .close = true},
					       REAPED_AS(0x80, -ENOENT, 0)};

	PLAY(steps);
	ck_assert_int_eq(run(in_setup, 0), -ECANCELED);
	ck_assert_str_eq(sk_trace(sk), "SPDiRc");
}
