/* SPDX-License-Identifier: MIT */
/*
 * Answers of the server. An answer can be cut anywhere, and several come in one system call. The
 * data goes straight to its transfer; the bytes behind it are read ahead.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "backend/usbip/remote.h"

static struct cusb_transfer *find(const struct remote *remote, uint32_t number)
{
	struct cusb_transfer *transfer = remote->in_flight;

	while (transfer && own_of(transfer)->number != number)
		transfer = own_of(transfer)->next;
	return transfer;
}

static struct kept_read *find_kept(const struct remote *remote, uint32_t number)
{
	struct kept_read *kept = remote->kept;

	while (kept && kept->number != number)
		kept = kept->next;
	return kept;
}

static void expect(struct incoming *in, enum stage stage, void *to, size_t length)
{
	in->stage = stage;
	in->to = to;
	in->length = length;
	in->done = 0;
}

/* -EPROTO: the answer does not fit the messages that were sent. */
static int check_answer(const struct incoming *in)
{
	const struct cusb_transfer *transfer = in->transfer;
	uint32_t length = in->header.ret_submit.actual_length;

	if (!transfer || length > own_of(transfer)->piece)
		return -EPROTO;
	if (is_isochronous(transfer) &&
	    in->header.ret_submit.number_of_packets != transfer->packet_count)
		return -EPROTO;
	switch (own_of(transfer)->phase) {
	case SENT:
	case UNWANTED:
	case UNLINKED:
		return 0;
	default:
		return -EPROTO;
	}
}

static int begin_kept(struct incoming *in)
{
	size_t length = in->header.ret_submit.actual_length;

	if (in->kept->is_complete || length > in->kept->length)
		return -EPROTO;
	expect(in, IN_DATA, in->kept->data, length);
	return 0;
}

/*
 * An unlink may be answered after its transfer has ended, which has dropped the number. Any other
 * unknown number means that the next bytes have no known meaning.
 */
static int begin_answer(struct remote *remote)
{
	struct incoming *in = &remote->in;
	int err = usbip_decode_reply(in->bytes, &in->header);

	if (err < 0)
		return err;
	in->kept = NULL;
	in->transfer = find(remote, in->header.seqnum & ~UINT32_C(1));
	if (in->header.command == USBIP_RET_UNLINK) {
		if (in->transfer && own_of(in->transfer)->phase != UNLINKED)
			return -EPROTO;
		expect(in, IN_PACKETS, NULL, 0);
		return 0;
	}
	in->kept = in->transfer ? NULL : find_kept(remote, in->header.seqnum);
	if (in->kept)
		return begin_kept(in);
	err = in->header.seqnum & 1 ? -EPROTO : check_answer(in);
	if (err < 0)
		return err;
	if (is_in(in->transfer) && in->header.ret_submit.actual_length > 0)
		expect(in, IN_DATA, data_of(in->transfer) + own_of(in->transfer)->done,
		       in->header.ret_submit.actual_length);
	else
		expect(in, IN_DATA, NULL, 0);
	return 0;
}

/* The whole answer is there. -EPROTO, or whether it belongs to anything. */
static int end_answer(struct incoming *in, struct answer *answer)
{
	bool is_submit = in->header.command == USBIP_RET_SUBMIT;
	int err = 0;

	*answer = (struct answer){.transfer = in->transfer,
				  .kept = in->kept,
				  .status = is_submit ? in->header.ret_submit.status : -ECONNRESET,
				  .actual_length =
					  is_submit ? in->header.ret_submit.actual_length : 0};
	if (is_submit && in->transfer && is_isochronous(in->transfer)) {
		in->transfer->start_frame = (int)in->header.ret_submit.start_frame;
		if (in->header.ret_submit.error_count <= in->transfer->packet_count)
			in->transfer->error_count = in->header.ret_submit.error_count;
		err = packets_decode(in->transfer, in->packets, answer->actual_length);
	}
	/* The end of the connection may follow. */
	if (answer->status != 0)
		in->is_drained = false;
	expect(in, IN_HEADER, in->bytes, USBIP_HEADER_SIZE);
	return err < 0 ? err : answer->transfer || answer->kept;
}

/* Goes on to the next stage while no byte is missing. */
static int advance(struct remote *remote, struct answer *answer)
{
	struct incoming *in = &remote->in;
	int err = 0;

	while (err == 0 && in->done == in->length) {
		if (in->stage == IN_HEADER)
			err = begin_answer(remote);
		else if (in->stage == IN_DATA)
			expect(in, IN_PACKETS, in->packets,
			       in->transfer && is_isochronous(in->transfer)
				       ? (size_t)in->transfer->packet_count * USBIP_ISO_PACKET_SIZE
				       : 0);
		else
			err = end_answer(in, answer);
	}
	return err;
}

static void take_ahead(struct incoming *in)
{
	size_t n = in->ahead_end - in->ahead_at;

	if (n > in->length - in->done)
		n = in->length - in->done;
	if (n > 0)
		memcpy(in->to + in->done, in->ahead + in->ahead_at, n);
	in->ahead_at += n;
	in->done += n;
}

/*
 * Reads the missing bytes, and what follows them. 1: the socket has no more for now. A read that
 * gets less than it has room for has emptied the socket.
 */
static int read_some(struct remote *remote)
{
	struct incoming *in = &remote->in;
	size_t missing = in->length - in->done;
	struct iovec parts[2] = {{in->to + in->done, missing}, {in->ahead, sizeof in->ahead}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t n = in->is_drained ? 0 : recvmsg(remote->fd, &message, MSG_DONTWAIT);

	if (in->is_drained || (n < 0 && (errno == EAGAIN || errno == EINTR))) {
		in->is_drained = false;
		return 1;
	}
	if (n <= 0)
		return n < 0 ? -errno : -ENOTCONN;
	in->is_drained = (size_t)n < missing + sizeof in->ahead;
	in->ahead_at = 0;
	in->ahead_end = (size_t)n > missing ? (size_t)n - missing : 0;
	in->done += (size_t)n - in->ahead_end;
	return 0;
}

int answer_receive(struct remote *remote, struct answer *answer)
{
	struct incoming *in = &remote->in;
	int result = advance(remote, answer);

	while (result == 0) {
		if (in->ahead_at < in->ahead_end)
			take_ahead(in);
		else if ((result = read_some(remote)) != 0)
			return result > 0 ? 0 : result;
		result = advance(remote, answer);
	}
	return result;
}
