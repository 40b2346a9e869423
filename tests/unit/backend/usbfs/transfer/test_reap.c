/* SPDX-License-Identifier: MIT */
/* The backend's queue: submit and reap. Time limits are in test_deadline.c. */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/transfer/transfer_fixture.h"
#include "unit.h"

/* A poll that slept for a while. */
#define SLEPT(events)                                                                              \
	{                                                                                          \
		.call = 'P', .result = (events), .spent_ms = 5                                     \
	}

FIXTURE(transfer_begin, transfer_end)

CASE(submit_is_one_call)
{
	static const struct sk_step steps[] = {POLLED(POLLOUT), REAPED(0x81, "text")};

	PLAY(steps);
	ck_assert_int_eq(submit(0, 0), 0);
	ck_assert_str_eq(sk_trace(sk), "S");
	check_reaped(0, 0, 0, 4);
	ck_assert_str_eq(sk_trace(sk), "SPR");
}

static const struct {
	size_t count;
	struct sk_step steps[9];
	const char *trace;
} queues[] = {
	/* reap after a sleep polls again */
	/* nothing is known then of what is behind the one reaped */
	{2, {SLEPT(POLLOUT), REAPED(0x81, "text"), SLEPT(POLLOUT), REAPED(0x81, "text")}, "SSPRPR"},
	/* poll that did not sleep spares the next ones */
	/* except the last: a queue of one has no more than what is waited for */
	{4,
	 {POLLED(POLLOUT), REAPED(0x81, "text"), REAPED(0x81, "text"), REAPED(0x81, "text"),
	  POLLED(POLLOUT), REAPED(0x81, "text")},
	 "SSSSPRRRPR"},
	/* batches are expected to go on */
	/* as long as each poll has more than one, though it slept */
	{5,
	 {POLLED(POLLOUT), REAPED(0x81, "text"), REAPED(0x81, "text"), NOT_REAPED(-EAGAIN),
	  SLEPT(POLLOUT), REAPED(0x81, "text"), REAPED(0x81, "text"), POLLED(POLLOUT),
	  REAPED(0x81, "text")},
	 "SSSSSPRRRPRRPR"},
	/* probing in vain goes back to polling */
	{3,
	 {POLLED(POLLOUT), REAPED(0x81, "text"), NOT_REAPED(-EAGAIN), SLEPT(POLLOUT),
	  REAPED(0x81, "text"), SLEPT(POLLOUT), REAPED(0x81, "text")},
	 "SSSPRRPRPR"},
};

CASE_PER_ROW(poll_is_spared_where_more_is_expected, queues)
{
	PLAY(queues[_i].steps);
	submit_all(queues[_i].count, 0);
	for (size_t i = 0; i < queues[_i].count; i++)
		check_reaped(i, 0, 0, 4);
	ck_assert_str_eq(sk_trace(sk), queues[_i].trace);
}

CASE(nothing_in_flight_is_enodata_without_calls)
{
	ck_assert_int_eq(cusb_reap(object, 0, &reaped), -ENODATA);
	ck_assert_int_eq(cusb_reap(object, CUSB_DONT_WAIT, &reaped), -ENODATA);
	ck_assert_str_eq(sk_trace(sk), "");
}

CASE(without_waiting_there_is_no_poll)
{
	static const struct sk_step steps[] = {NOT_REAPED(-EAGAIN), REAPED(0x81, "text")};

	PLAY(steps);
	submit_all(1, 0);
	ck_assert_int_eq(cusb_reap(object, CUSB_DONT_WAIT, &reaped), -EAGAIN);
	check_reaped(0, CUSB_DONT_WAIT, 0, 4);
	ck_assert_str_eq(sk_trace(sk), "SRR");
}

CASE(signal_is_eintr_and_loses_nothing)
{
	static const struct sk_step steps[] = {POLLED(-EINTR), POLLED(POLLOUT),
					       REAPED(0x81, "text")};

	PLAY(steps);
	submit_all(1, 0);
	ck_assert_int_eq(cusb_reap(object, 0, &reaped), -EINTR);
	check_reaped(0, 0, 0, 4);
}

CASE(time_that_is_over_leaves_it_in_flight)
{
	static const struct sk_step steps[] = {TIME_OVER, POLLED(POLLOUT), REAPED(0x81, "text")};

	PLAY(steps);
	submit_all(1, 0);
	ck_assert_int_eq(cusb_reap(object, 50, &reaped), -ETIMEDOUT);
	ck_assert_str_eq(sk_trace(sk), "SP");
	check_reaped(0, 0, 0, 4);
}

CASE(poll_fd_is_the_nodes)
{
	ck_assert_int_eq(cusb_poll_fd(object), handle->fd);
}

CASE(unplugged_device_gives_all_back)
{
	static const struct sk_step steps[] = {SLEPT(POLLHUP),
					       NOT_REAPED(-ENODEV),
					       SLEPT(POLLHUP | POLLOUT),
					       REAPED_AS(0x81, -ESHUTDOWN, 3),
					       LOOKED(POLLHUP),
					       SLEPT(POLLHUP | POLLOUT | POLLERR),
					       REAPED_AS(0x81, -ESHUTDOWN, 0),
					       LOOKED(POLLHUP)};

	PLAY(steps);
	submit_all(2, 0);
	check_reaped(0, 0, -ENODEV, 3);
	check_reaped(1, 0, -ENODEV, 0);
}

CASE(lost_transfers_are_given_up_at_the_final_error)
{
	static const struct sk_step steps[] = {SLEPT(POLLHUP | POLLERR), NOT_REAPED(-ENODEV)};

	PLAY(steps);
	submit_all(2, 0);
	check_reaped(0, 0, -ENODEV, 0);
	check_reaped(1, 0, -ENODEV, 0);
	sk_lose_urbs(sk);
}

/* The URB that is back before the lost one has told more than can be. */
CASE(lost_transfer_has_no_bytes_beyond_its_room)
{
	static const struct sk_step steps[] = {SLEPT(POLLHUP | POLLERR), NOT_REAPED(-ENODEV)};

	PLAY(steps);
	submit_all(1, 0);
	transfers[0].actual_length = transfers[0].length + 1;
	check_reaped(0, 0, -ENODEV, 0);
	sk_lose_urbs(sk);
}

CASE(lost_transfers_are_given_up_without_waiting_too)
{
	static const struct sk_step steps[] = {NOT_REAPED(-ENODEV), LOOKED(POLLHUP),
					       NOT_REAPED(-ENODEV), LOOKED(POLLHUP | POLLERR),
					       NOT_REAPED(-ENODEV)};

	PLAY(steps);
	submit_all(1, 0);
	ck_assert_int_eq(cusb_reap(object, CUSB_DONT_WAIT, &reaped), -EAGAIN);
	check_reaped(0, CUSB_DONT_WAIT, -ENODEV, 0);
	sk_lose_urbs(sk);
}

CASE(wait_that_timed_out_says_nothing_of_a_later_unplugging)
{
	static const struct sk_step steps[] = {TIME_OVER, NOT_REAPED(-ENODEV),
					       LOOKED(POLLHUP | POLLERR), NOT_REAPED(-ENODEV)};

	PLAY(steps);
	submit_all(1, 0);
	ck_assert_int_eq(cusb_reap(object, 50, &reaped), -ETIMEDOUT);
	check_reaped(0, CUSB_DONT_WAIT, -ENODEV, 0);
	sk_lose_urbs(sk);
}

CASE(urb_that_is_lost_with_the_device_leaves_the_others_to_be_reaped)
{
	static const struct sk_step steps[] = {NOT_REAPED(-ENODEV),
					       LOOKED(POLLHUP | POLLERR | POLLOUT),
					       DROPPED(0x81),
					       DISCARDED(-ENODEV),
					       DISCARDED(-ENODEV),
					       REAPED_AS(0x81, -ESHUTDOWN, 3),
					       LOOKED(POLLHUP | POLLERR),
					       NOT_REAPED(-ENODEV),
					       NOT_REAPED(-ENODEV),
					       LOOKED(POLLHUP | POLLERR),
					       NOT_REAPED(-ENODEV)};

	PLAY(steps);
	submit_all(2, 0);
	check_reaped(1, CUSB_DONT_WAIT, -ENODEV, 3);
	check_reaped(0, CUSB_DONT_WAIT, -ENODEV, 0);
	sk_lose_urbs(sk);
}

/* What another library submits; of its memory only the kernel writes. */
static int submit_foreign(struct usbdevfs_urb *urb)
{
	*urb = (struct usbdevfs_urb){
		.type = USBDEVFS_URB_TYPE_BULK, .endpoint = 0x85, .usercontext = (void *)1};
	return sys_ioctl(handle->fs, handle->fd, USBDEVFS_SUBMITURB, urb);
}

static const struct sk_step foreign_first[] = {POLLED(POLLOUT), REAPED_AS(0x85, 0, 0),
					       REAPED(0x81, "text")};
static const struct sk_step foreign_alone[] = {POLLED(POLLOUT), REAPED_AS(0x85, 0, 0),
					       NOT_REAPED(-EAGAIN), POLLED(POLLOUT),
					       REAPED(0x81, "text")};

static unsigned int lines_about_it;

static void look_at_line(enum cusb_log_level level, const char *line, void *user)
{
	(void)level;
	(void)user;
	lines_about_it += strncmp(line, "ioctl", 5) == 0 && strstr(line, "REAPURBNDELAY") &&
			  strstr(line, "0x85");
}

static void check_foreign(const struct sk_step *steps, size_t count, const char *trace)
{
	struct usbdevfs_urb foreign, untouched;

	sk_play(sk, steps, count);
	handle->lent = true;
	ck_assert_int_eq(submit_foreign(&foreign), 0);
	untouched = foreign;
	lines_about_it = 0;
	cusb_set_log(CUSB_LOG_DEBUG, look_at_line, NULL);
	submit_all(1, 0);
	check_reaped(0, 0, 0, 4);
	ck_assert_str_eq(sk_trace(sk), trace);
	ck_assert_mem_eq(&foreign, &untouched, sizeof foreign);
	ck_assert_uint_eq(lines_about_it, 0);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	handle->lent = false; /* as it was opened */
}

CASE(urb_of_another_user_of_a_lent_descriptor_is_not_touched)
{
	check_foreign(foreign_first, ARRAY_SIZE(foreign_first), "SSPRR");
	sk_forget(sk);
	check_foreign(foreign_alone, ARRAY_SIZE(foreign_alone), "SSPRRPR");
}

CASE(submit_that_fails_leaves_nothing_in_flight)
{
	static const struct sk_step steps[] = {SUBMITTED(-ENOSPC), SUBMITTED(-ESHUTDOWN),
					       LOOKED(POLLHUP)};

	PLAY(steps);
	ck_assert_int_eq(submit(0, 100), -ENOSPC);
	sk_fail(sk, 'o', 1, 1, -ENODEV);
	ck_assert_int_eq(submit(0, 100), -ENODEV);
	ck_assert_int_eq(cusb_poll_timeout(object), -1);
	ck_assert_int_eq(cusb_reap(object, 0, &reaped), -ENODATA);
}

CASE(sync_call_leaves_what_it_reaped_to_the_queue)
{
	static const struct sk_step steps[] = {SLEPT(POLLOUT), REAPED(0x81, "text"),
					       REAPED(0x82, "sync")};
	const struct cusb_endpoint ep = {.bEndpointAddress = 0x82,
					 .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					 .wMaxPacketSize = 512,
					 .interface = &sk_interface};
	struct cusb_transfer sync = {.bEndpointAddress = 0x82, .data = data + 3 * 64, .length = 64};

	PLAY(steps);
	submit_all(1, 0);
	ck_assert_int_eq(sk_transfer(sk, &ep, &sync), 0);
	ck_assert_int_eq(cusb_poll_timeout(object), 0);
	check_reaped(0, CUSB_DONT_WAIT, 0, 4);
	ck_assert_str_eq(sk_trace(sk), "SSPRR");
}

CASE(stream_and_flags_reach_the_kernel)
{
	static const struct sk_step steps[] = {REAPED_AS(0x81, -EREMOTEIO, 1)};

	PLAY(steps);
	transfers[0].stream_id = 5;
	transfers[0].flags = CUSB_SHORT_NOT_OK | CUSB_NO_INTERRUPT | CUSB_ZERO_PACKET;
	submit_all(1, 0);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.urb.number_of_packets, 5);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->arg.urb.flags,
			  USBDEVFS_URB_SHORT_NOT_OK | USBDEVFS_URB_NO_INTERRUPT);
	check_reaped(0, CUSB_DONT_WAIT, -EREMOTEIO, 1);
}
