/* SPDX-License-Identifier: MIT */
/* Transfers from their beginning to their end. */
#include <limits.h>
#include <poll.h>
#include <stdlib.h>

#include "case.h"

/* ---- synchronous ----------------------------------------------------------------------------- */

CASE(bytes_come_back_by_bulk_interrupt_and_control)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char in[1024] = "", out[1024];
	int done = -1;

	memset(out, 'b', sizeof out);
	CHECK_OK(libusb_bulk_transfer(handle, 0x01, out, 1000, &done, AMPLE));
	CHECK_INT(done, 1000);
	CHECK_OK(libusb_bulk_transfer(handle, 0x81, in, sizeof in, &done, AMPLE));
	CHECK_INT(done, 1000);
	CHECK(memcmp(in, out, 1000) == 0);
	CHECK_OK(libusb_interrupt_transfer(handle, 0x02, out, 64, NULL, AMPLE));
	CHECK_OK(libusb_interrupt_transfer(handle, 0x82, in, 64, &done, 0));
	CHECK_INT(done, 64);
	CHECK_INT(libusb_control_transfer(handle, 0x40, 0, 0, 0, out, 100, AMPLE), 100);
	CHECK_INT(libusb_control_transfer(handle, 0xc0, 1, 0, 0, in, 1024, AMPLE), 100);
	CHECK_INT(libusb_control_transfer(handle, 0xc0, 1, 0, 0, in, 10, 0), 10);
	CHECK_INT(libusb_control_transfer(handle, 0x40, 0, 0, 0, NULL, 0, AMPLE), 0);
}

CASE(errors_of_synchronous_transfers)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[512];
	int done = -1;

	CHECK_ERROR(libusb_control_transfer(handle, 0xc0, 99, 0, 0, data, 8, AMPLE), PIPE);
	CHECK_ERROR(libusb_bulk_transfer(handle, 0x81, data, sizeof data, &done, 20), TIMEOUT);
	CHECK_INT(done, 0);
	done = -1;
	CHECK(libusb_bulk_transfer(handle, 0x85, data, sizeof data, &done, 20) < 0);
	CHECK_INT(done, -1);
}

CASE(negative_length_is_an_error)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[8];
	int done = -1;

	CHECK(libusb_bulk_transfer(handle, 0x81, data, -1, &done, 20) < 0);
	CHECK_INT(done, -1);
}

BETTER(control_transfer_may_have_more_than_a_page, "the original refuses it")
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	static unsigned char in[8192], out[8192];

	memset(out, 'c', sizeof out);
	CHECK_INT(libusb_control_transfer(handle, 0x40, 0, 0, 0, out, sizeof out, AMPLE),
		  (int)sizeof out);
	CHECK_INT(libusb_control_transfer(handle, 0xc0, 1, 0, 0, in, sizeof in, AMPLE),
		  (int)sizeof in);
	CHECK(memcmp(in, out, sizeof in) == 0);
}

CASE(unclaimed_interface_works)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);
	unsigned char data[8] = {0};

	CHECK_OK(libusb_bulk_transfer(handle, 0x01, data, sizeof data, NULL, AMPLE));
}

/* ---- asynchronous ---------------------------------------------------------------------------- */

CASE(each_submitted_transfer_has_one_callback)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	static unsigned char data[16][512];
	struct libusb_transfer *transfers[16];
	int calls = 0;

	for (int i = 0; i < 16; i++) {
		transfers[i] =
			bulk(handle, i < 8 ? 0x01 : 0x81, data[i], sizeof data[i], &calls, AMPLE);
		CHECK_OK(libusb_submit_transfer(transfers[i]));
	}
	handle_until(&calls, 16);
	for (int i = 0; i < 16; i++) {
		CHECK_INT(transfers[i]->status, LIBUSB_TRANSFER_COMPLETED);
		CHECK_INT(transfers[i]->actual_length, 512);
		libusb_free_transfer(transfers[i]);
	}
	CHECK_INT(calls, 16);
	libusb_close(handle);
}

CASE(transfer_in_flight_cannot_be_submitted_again)
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	unsigned char data[64];
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);

	CHECK_OK(libusb_submit_transfer(transfer));
	CHECK_ERROR(libusb_submit_transfer(transfer), BUSY);
	CHECK_OK(libusb_cancel_transfer(transfer));
	handle_until(&calls, 1);
	CHECK_OK(libusb_submit_transfer(transfer));
	libusb_close(handle);
	libusb_free_transfer(transfer);
}

CASE(transfers_that_cannot_be_submitted)
{
	libusb_device_handle *handle = claim_model("iso", ISO);
	static unsigned char data[3000];
	struct libusb_transfer *transfer = libusb_alloc_transfer(2);
	int calls = 0;

	libusb_fill_iso_transfer(transfer, handle, 0x81, data, sizeof data, 0, count_call, &calls,
				 0);
	CHECK_ERROR(libusb_submit_transfer(transfer), INVALID_PARAM);
	transfer->num_iso_packets = 2;
	libusb_set_iso_packet_lengths(transfer, 98305);
	CHECK_ERROR(libusb_submit_transfer(transfer), INVALID_PARAM);
	libusb_set_iso_packet_lengths(transfer, 1501);
	CHECK_ERROR(libusb_submit_transfer(transfer), INVALID_PARAM);
	transfer->type = 77;
	CHECK_ERROR(libusb_submit_transfer(transfer), INVALID_PARAM);
	CHECK_ERROR(libusb_cancel_transfer(transfer), NOT_FOUND);
	CHECK_INT(calls, 0);
	libusb_free_transfer(transfer);
	libusb_free_transfer(NULL);
}

/* Of the model "partial": so many packets from now on. It answers when it has done all before. */
static void let_send(libusb_device_handle *handle, uint16_t packets)
{
	CHECK_OK(libusb_control_transfer(handle, 0x40, 2, packets, 0, NULL, 0, AMPLE));
}

/* The limit is for the whole transfer; what has arrived is not lost. */
CASE(transfer_that_times_out_keeps_what_arrived)
{
	libusb_device_handle *handle = claim_model("partial", PARTIAL);
	static unsigned char data[4096];
	struct libusb_transfer *transfer = NULL;
	int calls = 0, done = 0;

	LONGER (ms) {
		CHECK_ERROR(libusb_bulk_transfer(handle, 0x81, data, sizeof data, &done, ms),
			    TIMEOUT);
		if (done)
			break;
	}
	CHECK_INT(done, 512);
	LONGER (ms) {
		let_send(handle, 2);
		CHECK_ERROR(libusb_bulk_transfer(handle, 0x81, data, sizeof data, &done, 100 + ms),
			    TIMEOUT);
		if (done == 2 * 512)
			break;
	}
	CHECK_INT(done, 2 * 512);
	LONGER (ms) {
		let_send(handle, 3);
		libusb_free_transfer(transfer);
		transfer = bulk(handle, 0x81, data, sizeof data, &calls, ms);
		calls = 0;
		CHECK_OK(libusb_submit_transfer(transfer));
		handle_until(&calls, 1);
		CHECK_INT(transfer->status, LIBUSB_TRANSFER_TIMED_OUT);
		if (transfer->actual_length == 3 * 512)
			break;
	}
	CHECK_INT(transfer->actual_length, 3 * 512);
	libusb_free_transfer(transfer);
}

CASE(longest_time_limit_is_no_error)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[8] = {0};

	CHECK_OK(libusb_bulk_transfer(handle, 0x01, data, sizeof data, NULL, UINT_MAX));
	CHECK_OK(libusb_control_transfer(handle, 0x40, 0, 0, 0, NULL, 0, UINT_MAX));
}

/* Cancelling only asks; the callback comes in the handling of events. */
CASE(cancelled_transfer_ends_later_and_is_cancelled_once)
{
	libusb_device_handle *handle = claim_model("partial", PARTIAL);
	static unsigned char data[4096];
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);

	CHECK_ERROR(libusb_cancel_transfer(transfer), NOT_FOUND);
	CHECK_OK(libusb_submit_transfer(transfer));
	let_send(handle, 0);
	CHECK_OK(libusb_cancel_transfer(transfer));
	CHECK_ERROR(libusb_cancel_transfer(transfer), NOT_FOUND);
	CHECK_INT(calls, 0);
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_CANCELLED);
	CHECK_INT(transfer->actual_length, 512);
	CHECK_ERROR(libusb_cancel_transfer(transfer), NOT_FOUND);
	libusb_free_transfer(transfer);
}

/* Without handling it. */
static void await_completion(void)
{
	const struct libusb_pollfd **list = libusb_get_pollfds(NULL);
	struct pollfd fd = {.fd = -1};

	for (size_t i = 0; list[i]; i++)
		if (list[i]->events == POLLOUT)
			fd = (struct pollfd){.fd = list[i]->fd, .events = POLLOUT};
	libusb_free_pollfds(list);
	CHECK_INT(poll(&fd, 1, -1), 1);
}

CASE(completed_transfer_that_is_not_yet_delivered_cannot_be_cancelled)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[8] = {0};
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, &calls, 0);

	CHECK_OK(libusb_submit_transfer(transfer));
	await_completion();
	CHECK_ERROR(libusb_cancel_transfer(transfer), NOT_FOUND);
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
}

/* Streaming programs see an empty transfer, and submit it again. */
CASE(transfer_that_a_new_setting_ends_is_completed)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);
	unsigned char data[512];
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x83, data, sizeof data, &calls, 0);

	CHECK_OK(libusb_claim_interface(handle, 1));
	CHECK_OK(libusb_set_interface_alt_setting(handle, 1, 1));
	CHECK_OK(libusb_submit_transfer(transfer));
	CHECK_OK(libusb_set_interface_alt_setting(handle, 1, 1));
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
	CHECK_INT(transfer->actual_length, 0);
	CHECK_OK(libusb_submit_transfer(transfer));
	libusb_close(handle);
	CHECK_INT(calls, 1);
}

CASE(short_transfer_is_an_error_where_the_program_wants_that)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[512] = {0};
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);

	transfer->flags = LIBUSB_TRANSFER_SHORT_NOT_OK;
	CHECK_OK(libusb_bulk_transfer(handle, 0x01, data, 100, NULL, AMPLE));
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_ERROR);
	CHECK_INT(transfer->actual_length, 100);
}

CASE(control_transfer_counts_its_data_alone)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);
	unsigned char buffer[LIBUSB_CONTROL_SETUP_SIZE + 18];
	struct libusb_transfer *transfer = libusb_alloc_transfer(0);
	int calls = 0;

	libusb_fill_control_setup(buffer, 0x80, LIBUSB_REQUEST_GET_DESCRIPTOR, 0x100, 0, 18);
	libusb_fill_control_transfer(transfer, handle, buffer, count_call, &calls, AMPLE);
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
	CHECK_INT(transfer->actual_length, 18);
	CHECK_INT(libusb_control_transfer_get_data(transfer)[0], 18);
	libusb_free_transfer(transfer);
}

CASE(memory_is_freed_as_the_flags_say)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char *data = calloc(1, 64);
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, 64, &calls, 0);

	transfer->flags = LIBUSB_TRANSFER_FREE_BUFFER | LIBUSB_TRANSFER_FREE_TRANSFER;
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&calls, 1);
	libusb_close(handle);
	libusb_exit(NULL);
}

BETTER(transfer_that_is_freed_in_flight_is_gone_when_it_ends, "the original uses freed memory")
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	static unsigned char data[64];
	int calls = 0, other = 0;
	struct libusb_transfer *freed = bulk(handle, 0x81, data, sizeof data, &calls, 0);
	struct libusb_transfer *kept = bulk(handle, 0x82, data, sizeof data, &other, 20);

	CHECK_OK(libusb_submit_transfer(freed));
	CHECK_OK(libusb_submit_transfer(kept));
	libusb_free_transfer(freed);
	handle_until(&other, 1);
	libusb_close(handle);
	CHECK_INT(calls, 0);
}

/* ---- callbacks that do something ------------------------------------------------------------- */

static int rounds;

static void LIBUSB_CALL submit_again(struct libusb_transfer *transfer)
{
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
	if (++rounds < 100)
		CHECK_OK(libusb_submit_transfer(transfer));
	else
		libusb_free_transfer(transfer);
}

CASE(callback_may_submit_and_free_its_transfer)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[8] = {0};
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, NULL, AMPLE);

	transfer->callback = submit_again;
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&rounds, 100);
	libusb_close(handle);
}

static bool enough;

static void LIBUSB_CALL submit_until_enough(struct libusb_transfer *transfer)
{
	rounds++;
	if (!enough)
		CHECK_OK(libusb_submit_transfer(transfer));
}

/* Other devices get their turn, and the program its thread. */
CASE(handling_of_events_ends_although_a_device_is_always_ready)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	static unsigned char data[8];
	struct libusb_transfer *transfers[2];

	for (int i = 0; i < 2; i++) {
		transfers[i] = bulk(handle, i ? 0x81 : 0x01, data, sizeof data, NULL, AMPLE);
		transfers[i]->callback = submit_until_enough;
		CHECK_OK(libusb_submit_transfer(transfers[i]));
	}
	while (rounds < 200)
		CHECK_OK(libusb_handle_events(NULL));
	/* Also for a program with a loop of its own. */
	libusb_free_pollfds(libusb_get_pollfds(NULL));
	while (rounds < 2000)
		CHECK_OK(libusb_handle_events(NULL));
	enough = true;
	libusb_close(handle);
}

static int called;
static libusb_device_handle *second;

static void LIBUSB_CALL open_and_close(struct libusb_transfer *transfer)
{
	libusb_device *dev = libusb_get_device(transfer->dev_handle);

	CHECK_OK(libusb_open(dev, &second));
	libusb_close(transfer->dev_handle);
	called++;
}

BETTER(callback_may_open_and_close, "the original waits for itself")
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	static unsigned char data[8];
	int other = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, NULL, AMPLE);
	struct libusb_transfer *dropped = bulk(handle, 0x81, data, sizeof data, &other, 0);

	CHECK_OK(libusb_submit_transfer(dropped));
	transfer->callback = open_and_close;
	transfer->endpoint = 0x02;
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&called, 1);
	CHECK_INT(other, 0);
	CHECK(!dropped->dev_handle);
	libusb_free_transfer(dropped);
	libusb_free_transfer(transfer);
	CHECK_OK(libusb_claim_interface(second, 0));
	libusb_close(second);
}

static void LIBUSB_CALL leave(struct libusb_transfer *transfer)
{
	libusb_exit(transfer->user_data);
	called++;
}

static const char ASSERTION[] = "an assertion of the original ends the program";

BETTER(callback_may_end_the_context, ASSERTION)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	static unsigned char data[8];
	int other = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, NULL, AMPLE);
	struct libusb_transfer *dropped = bulk(handle, 0x81, data, sizeof data, &other, 0);

	transfer->callback = leave;
	transfer->endpoint = 0x02;
	CHECK_OK(libusb_submit_transfer(dropped));
	CHECK_OK(libusb_submit_transfer(transfer));
	while (!called)
		CHECK_OK(libusb_handle_events(NULL));
	CHECK_ERROR(libusb_handle_events(NULL), INVALID_PARAM);
	CHECK_INT(other, 0);
	libusb_free_transfer(dropped);
	libusb_free_transfer(transfer);
	libusb_close(handle);
}

BETTER(callback_may_end_the_context_inside_a_synchronous_call, ASSERTION)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	static unsigned char data[8];
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, NULL, AMPLE);

	transfer->callback = leave;
	CHECK_OK(libusb_submit_transfer(transfer));
	CHECK_ERROR(libusb_bulk_transfer(handle, 0x82, data, sizeof data, NULL, 0), NO_DEVICE);
	CHECK_INT(called, 1);
	libusb_free_transfer(transfer);
	libusb_close(handle);
}

BETTER(callback_may_end_the_context_whose_events_the_program_has_locked, ASSERTION)
{
	static unsigned char data[8];
	struct timeval ample = {AMPLE / 1000, 0};
	struct libusb_transfer *transfer;
	libusb_device_handle *handle;
	libusb_context *ctx;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(&ctx));
	handle = libusb_open_device_with_vid_pid(ctx, 0xfffe, LOOPBACK);
	CHECK(handle);
	transfer = bulk(handle, 0x01, data, sizeof data, NULL, AMPLE);
	transfer->callback = leave;
	transfer->user_data = ctx;
	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK_OK(libusb_submit_transfer(transfer));
	libusb_lock_events(ctx);
	while (!called)
		CHECK_OK(libusb_handle_events_locked(ctx, &ample));
	libusb_unlock_events(ctx);
	libusb_free_transfer(transfer);
	libusb_close(handle);
}

static void LIBUSB_CALL transfer_synchronously(struct libusb_transfer *transfer)
{
	unsigned char data[8] = {0};
	struct timeval now = {0, 0};

	CHECK_ERROR(libusb_bulk_transfer(transfer->dev_handle, 0x01, data, 8, NULL, AMPLE), BUSY);
	CHECK_ERROR(libusb_control_transfer(transfer->dev_handle, 0xc0, 1, 0, 0, data, 8, AMPLE),
		    BUSY);
	CHECK_ERROR(libusb_handle_events_locked(NULL, &now), BUSY);
	called++;
}

CASE(synchronous_transfer_in_a_callback_is_refused)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[8] = {0};
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, NULL, AMPLE);

	transfer->callback = transfer_synchronously;
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&called, 1);
}

/* ---- the end of the handle ------------------------------------------------------------------- */

CASE(close_drops_transfers_without_their_callbacks)
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	static unsigned char data[4][64];
	struct libusb_transfer *transfers[4];
	struct timeval now = {0, 0};
	int calls = 0;

	for (int i = 0; i < 4; i++) {
		transfers[i] = bulk(handle, 0x81, data[i], sizeof data[i], &calls, 0);
		CHECK_OK(libusb_submit_transfer(transfers[i]));
	}
	libusb_close(handle);
	CHECK_OK(libusb_handle_events_timeout(NULL, &now));
	CHECK_INT(calls, 0);
	for (int i = 0; i < 4; i++) {
		CHECK(!transfers[i]->dev_handle);
		libusb_free_transfer(transfers[i]);
	}
}

#define SEVERAL 16

static struct libusb_transfer *several[SEVERAL];

static void LIBUSB_CALL close_once(struct libusb_transfer *transfer)
{
	called++;
	libusb_close(transfer->dev_handle);
	for (int i = 0; i < SEVERAL; i++) {
		CHECK(several[i] == transfer || !several[i]->dev_handle);
		libusb_free_transfer(several[i]);
	}
}

/* Of transfers that have completed as well, and whose callbacks would be next. */
BETTER(close_in_a_callback_drops_transfers_without_their_callbacks, "the original waits for itself")
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	static unsigned char data[8];
	struct timeval now = {0, 0};

	for (int i = 0; i < SEVERAL; i++) {
		several[i] = bulk(handle, 0x01, data, sizeof data, NULL, 0);
		several[i]->callback = close_once;
		CHECK_OK(libusb_submit_transfer(several[i]));
	}
	handle_until(&called, 1);
	CHECK_OK(libusb_handle_events_timeout(NULL, &now));
	CHECK_INT(called, 1);
}

BETTER(transfer_cannot_be_cancelled_after_the_close, "the original uses the handle, which is NULL")
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	static unsigned char data[64];
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);

	CHECK_OK(libusb_submit_transfer(transfer));
	libusb_close(handle);
	CHECK_ERROR(libusb_cancel_transfer(transfer), NOT_FOUND);
	libusb_free_transfer(transfer);
}

BETTER(transfer_without_a_handle_is_an_error, "an assertion of the original ends the program")
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	unsigned char data[64];
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);

	CHECK_OK(libusb_submit_transfer(transfer));
	libusb_close(handle);
	CHECK_ERROR(libusb_submit_transfer(transfer), INVALID_PARAM);
	libusb_free_transfer(transfer);
}

CASE(unplug_ends_all_transfers)
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	static unsigned char data[4][64];
	struct libusb_transfer *transfers[4];
	int calls = 0;

	for (int i = 0; i < 4; i++) {
		transfers[i] = bulk(handle, i < 2 ? 0x81 : 0x01, data[i], 64, &calls, 0);
		CHECK_OK(libusb_submit_transfer(transfers[i]));
	}
	world_unplug("1-1");
	handle_until(&calls, 4);
	for (int i = 0; i < 4; i++)
		CHECK_INT(transfers[i]->status, LIBUSB_TRANSFER_NO_DEVICE);
	CHECK_ERROR(libusb_submit_transfer(transfers[0]), NO_DEVICE);
	CHECK_ERROR(libusb_bulk_transfer(handle, 0x81, data[0], 64, NULL, 0), NO_DEVICE);
	CHECK_ERROR(libusb_control_transfer(handle, 0xc0, 1, 0, 0, data[0], 8, 100), NO_DEVICE);
	libusb_close(handle);
}

/* ---- isochronous ----------------------------------------------------------------------------- */

CASE(isochronous_packets_have_results_of_their_own)
{
	libusb_device_handle *handle = claim_model("iso", ISO);
	static unsigned char out[400], in[400];
	struct libusb_transfer *transfer = libusb_alloc_transfer(4);
	int calls = 0;

	CHECK_OK(libusb_set_interface_alt_setting(handle, 0, 1));
	memset(out, 'i', sizeof out);
	libusb_fill_iso_transfer(transfer, handle, 0x01, out, sizeof out, 4, count_call, &calls,
				 AMPLE);
	libusb_set_iso_packet_lengths(transfer, 100);
	transfer->iso_packet_desc[2].length = 10;
	transfer->actual_length = 1;
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
	CHECK_INT(transfer->actual_length, 0);
	libusb_fill_iso_transfer(transfer, handle, 0x81, in, sizeof in, 4, count_call, &calls,
				 AMPLE);
	libusb_set_iso_packet_lengths(transfer, 100);
	CHECK_OK(libusb_submit_transfer(transfer));
	handle_until(&calls, 2);
	for (int i = 0; i < 4; i++) {
		CHECK_INT(transfer->iso_packet_desc[i].status, LIBUSB_TRANSFER_COMPLETED);
		CHECK_INT(transfer->iso_packet_desc[i].actual_length, i == 2 ? 10 : 100);
		CHECK_INT(libusb_get_iso_packet_buffer_simple(transfer, (unsigned int)i)[0], 'i');
	}
	libusb_free_transfer(transfer);
}
