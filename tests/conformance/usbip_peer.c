/* SPDX-License-Identifier: MIT */
/* The backend of src/backend/usbip with servers that answer as they should not, or otherwise than
 * ours.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cusb/usbip.h>

#include "seam.h"
#include "wait_case.h"
#include "world.h"

#define CASE_USBIP(name)                                                                           \
	CASE_IN_(name, WORLD_USBIP, "it is about the backend of src/backend/usbip", 0)

enum { CMD_SUBMIT = 1, CMD_UNLINK, RET_SUBMIT, RET_UNLINK };

/* A header's words in host byte order; the SETUP packet is the last two. */
struct header {
	uint32_t command, seqnum, devid, direction, ep, word5, word6, word7, word8, word9;
	uint8_t setup[8];
};

/* A device with bulk 81 and 01. */
static const uint8_t descriptors[] = {18, 1, 0, 2, 0xff, 0, 0,	  64, 0xfe, 0xff, 0x77, 0, 0,
				      1,  0, 0, 0, 1,	 9, 2,	  32, 0,    1,	  1,	0, 0x80,
				      50, 9, 4, 0, 0,	 2, 0xff, 0,  0,    0,	  7,	5, 0x81,
				      2,  0, 2, 0, 7,	 5, 1,	  2,  0,    2,	  0};

#define CONFIGURATION_AT 18
#define VALUE_AT	 23

/* What it does with the first bulk transfer; the answer that is proper is in `reply`. */
typedef void (*misdeed_fn)(int fd, struct header *reply);

static struct peer {
	pthread_t thread;
	int fd, send_buffer; /* of the client's end, in bytes; 0: the system's */
	misdeed_fn misdeed;
	bool returns_cancelled;
	struct cusb_backend *backend; /* NULL: the world's */
	bool keeps_unlinks;	      /* their answers go to `pending` */
	struct header pending[8];     /* replies that the case sends itself */
	atomic_int pending_count, unlinks;
} peer = {.returns_cancelled = true};

static void swap(struct header *header)
{
	uint32_t *words = &header->command;

	for (size_t i = 0; i < 10; i++)
		words[i] = htonl(words[i]);
}

static void answer(int fd, struct header header, const void *data, size_t length)
{
	swap(&header);
	send(fd, &header, sizeof header, MSG_NOSIGNAL);
	if (length > 0)
		send(fd, data, length, MSG_NOSIGNAL);
}

static void answer_control(int fd, const struct header *request, struct header *reply)
{
	bool is_configuration = request->setup[1] == CUSB_REQ_GET_CONFIGURATION;
	size_t from = is_configuration ? VALUE_AT : request->setup[3] == 2 ? CONFIGURATION_AT : 0;
	size_t length = request->setup[6] | request->setup[7] << 8;

	if (length > sizeof descriptors - from)
		length = sizeof descriptors - from;
	reply->word6 = (uint32_t)length;
	answer(fd, *reply, descriptors + from, length);
}

static void answer_unlink(struct header reply)
{
	reply.word5 = (uint32_t)-ECONNRESET;
	if (peer.keeps_unlinks)
		peer.pending[peer.unlinks] = reply;
	else
		answer(peer.fd, reply, NULL, 0);
	atomic_fetch_add(&peer.unlinks, 1);
}

static void *serve(void *unused)
{
	struct header request, reply;

	(void)unused;
	while (recv(peer.fd, &request, sizeof request, MSG_WAITALL) == sizeof request) {
		swap(&request);
		reply = (struct header){.command = request.command + 2, .seqnum = request.seqnum};
		if (request.command == CMD_UNLINK) {
			answer_unlink(reply);
		} else if (request.ep == 0) {
			answer_control(peer.fd, &request, &reply);
		} else {
			peer.misdeed(peer.fd, &reply);
		}
	}
	return NULL;
}

static struct cusb_device *plug_peer(misdeed_fn misdeed)
{
	const struct cusb_usbip_place place = {.bus = 1,
					       .port = 9,
					       .speed = CUSB_SPEED_HIGH,
					       .returns_cancelled = peer.returns_cancelled};
	struct cusb_device *dev;
	int ends[2];

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	if (peer.send_buffer)
		CHECK_OK(setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &peer.send_buffer,
				    sizeof peer.send_buffer));
	peer.fd = ends[1];
	peer.misdeed = misdeed;
	CHECK_OK(pthread_create(&peer.thread, NULL, serve, NULL));
	if (!peer.backend)
		peer.backend = world.backend;
	CHECK_OK(cusb_usbip_add(peer.backend, ends[0], &place));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, peer.backend, name, "1-9"), &dev));
	return dev;
}

static void end_peer(struct cusb_device *dev)
{
	cusb_device_free(dev);
	shutdown(peer.fd, SHUT_RDWR);
	pthread_join(peer.thread, NULL);
	close(peer.fd);
}

/* Reads; then the peer has nothing more to do. */
static void check_read(misdeed_fn misdeed, int timeout_ms, int want)
{
	struct cusb_device *dev = plug_peer(misdeed);
	char data[64];

	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, timeout_ms), want);
	CHECK_INT(cusb_in_flight(dev), 0);
	end_peer(dev);
}

static void say_nothing(int fd, struct header *reply)
{
	(void)fd;
	(void)reply;
}

/* Linux's server sends no more than that: no data, and no answer to the submit. */
CASE_USBIP(an_unlink_may_be_all_that_is_answered)
{
	check_read(say_nothing, 40, -ETIMEDOUT);
}

static void say_garbage(int fd, struct header *reply)
{
	reply->command = 0x12345678;
	answer(fd, *reply, NULL, 0);
}

CASE_USBIP(what_is_no_answer_ends_the_connection)
{
	check_read(say_garbage, CUSB_NO_TIMEOUT, -ENODEV);
}

static void say_too_much(int fd, struct header *reply)
{
	char data[65] = {0};

	reply->word6 = sizeof data;
	answer(fd, *reply, data, sizeof data);
}

CASE_USBIP(more_than_there_is_room_for_ends_the_connection)
{
	check_read(say_too_much, CUSB_NO_TIMEOUT, -ENODEV);
}

static void answer_another(int fd, struct header *reply)
{
	reply->seqnum += 100;
	answer(fd, *reply, NULL, 0);
}

CASE_USBIP(an_answer_to_what_was_not_asked_ends_the_connection)
{
	check_read(answer_another, CUSB_NO_TIMEOUT, -ENODEV);
}

static void stop_in_the_middle(int fd, struct header *reply)
{
	reply->word6 = 64;
	answer(fd, *reply, "begin", 5);
	shutdown(fd, SHUT_RDWR);
}

CASE_USBIP(a_connection_that_ends_within_an_answer)
{
	check_read(stop_in_the_middle, CUSB_NO_TIMEOUT, -ENODEV);
}

static void say_nonsense(int fd, struct header *reply)
{
	reply->word5 = 7;
	answer(fd, *reply, NULL, 0);
}

CASE_USBIP(a_status_above_zero_is_a_protocol_error)
{
	check_read(say_nonsense, CUSB_NO_TIMEOUT, -EPROTO);
}

/* The peer allocates nothing. */
CASE_USBIP(a_device_takes_at_most_64_KiB)
{
	struct cusb_device *dev;

	alloc_reset();
	dev = plug_peer(say_nothing);
	CHECK_OK(cusb_open(dev));
	CHECK(alloc_bytes() > 0);
	CHECK(alloc_bytes() <= 65536);
	end_peer(dev);
}

/* ---- the time to answer an unlink ------------------------------------------------------------ */

#define GRACE_MS 500

static struct cusb_backend *begin_with_grace(void)
{
	CHECK_OK(cusb_usbip_new(&(struct cusb_usbip_options){.connect_timeout_ms = GRACE_MS},
				&peer.backend));
	return peer.backend;
}

static void submit_and_cancel(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	CHECK_OK(cusb_submit(dev, transfer));
	CHECK_OK(cusb_cancel(dev, transfer));
}

#define STOPPED 5

/* Each answer comes before a look: so it does not matter how long anything takes. */
CASE_USBIP(a_server_that_answers_each_unlink_is_there)
{
	struct cusb_backend *backend = begin_with_grace();
	struct cusb_transfer transfers[STOPPED], *done;
	struct cusb_device *dev;

	peer.keeps_unlinks = true;
	dev = plug_peer(say_nothing);
	for (int i = 0; i < STOPPED; i++) {
		transfers[i] = (struct cusb_transfer){.bEndpointAddress = 0x81};
		submit_and_cancel(dev, &transfers[i]);
	}
	while (peer.unlinks < STOPPED)
		sleep_ms(1);
	for (int i = 0; i < STOPPED; i++) {
		sleep_ms(GRACE_MS / 2);
		answer(peer.fd, peer.pending[i], NULL, 0);
		CHECK_OK(cusb_reap(dev, CUSB_DONT_WAIT, &done));
		CHECK(done == &transfers[i]);
		CHECK_INT(done->status, -ECANCELED);
	}
	end_peer(dev);
	cusb_usbip_free(backend);
}

/* ---- the way of an unlink to the server, behind data ----------------------------------------- */

#define SLOW_SIZE 65536

static struct {
	sem_t moved, looked;
	atomic_bool arrived;
	struct cusb_backend *backend;
	struct cusb_transfer transfer;
} uplink;

static void take_slowly(int fd, struct header *reply)
{
	char bytes[8192];
	size_t left = SLOW_SIZE;

	(void)reply;
	while (sem_wait(&uplink.looked) == 0 && left > 0) {
		ssize_t n = recv(fd, bytes, left < sizeof bytes ? left : sizeof bytes, 0);

		if (n <= 0)
			break;
		left -= (size_t)n;
		atomic_store(&uplink.arrived, left == 0);
		sem_post(&uplink.moved);
	}
}

static void take_nothing(int fd, struct header *reply)
{
	(void)fd;
	(void)reply;
	sem_wait(&uplink.looked);
}

/* With a socket that takes a part of the data; the transfer is cancelled. */
static struct cusb_device *plug_uplink(misdeed_fn misdeed)
{
	static char data[SLOW_SIZE];
	struct cusb_device *dev;

	sem_init(&uplink.moved, 0, 0);
	sem_init(&uplink.looked, 0, 0);
	peer.send_buffer = 4096;
	uplink.backend = begin_with_grace();
	uplink.transfer = (struct cusb_transfer){
		.bEndpointAddress = 0x01, .data = data, .length = sizeof data};
	dev = plug_peer(misdeed);
	submit_and_cancel(dev, &uplink.transfer);
	return dev;
}

static void end_uplink(struct cusb_device *dev, int status)
{
	CHECK_INT(uplink.transfer.status, status);
	sem_post(&uplink.looked);
	end_peer(dev);
	cusb_usbip_free(uplink.backend);
}

/*
 * Between two looks is a step, and the answer comes before the last look: so it does not matter how
 * long anything takes.
 */
CASE_USBIP(a_server_is_there_while_an_unlink_comes_nearer_to_it)
{
	struct cusb_device *dev = plug_uplink(take_slowly);
	struct cusb_transfer *done;

	while (!uplink.arrived) {
		sem_post(&uplink.looked);
		CHECK_OK(sem_wait(&uplink.moved));
		sleep_ms(GRACE_MS / 5);
		CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &done), -EAGAIN);
	}
	sem_post(&uplink.looked);
	while (peer.unlinks < 1)
		sleep_ms(1);
	CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	end_uplink(dev, -ECANCELED);
}

CASE_USBIP(a_server_that_takes_no_unlink_is_gone)
{
	struct cusb_device *dev = plug_uplink(take_nothing);

	CHECK_OK(cusb_reap(dev, GUARD_MS, &(struct cusb_transfer *){NULL}));
	end_uplink(dev, -ENODEV);
}

/* In a loop of its own, a program sleeps in poll(2) for as long as the library says. */
CASE_USBIP(a_loop_learns_that_a_server_takes_no_unlink)
{
	struct cusb_device *dev = plug_uplink(take_nothing);
	struct pollfd fd = {.fd = cusb_poll_fd(dev), .events = POLLIN | POLLOUT};
	struct cusb_transfer *done;
	int err;

	CHECK(fd.fd >= 0);
	while ((err = cusb_reap(dev, CUSB_DONT_WAIT, &done)) == -EAGAIN) {
		int timeout_ms = cusb_poll_timeout(dev);

		CHECK(poll(&fd, 1, timeout_ms < 0 ? GUARD_MS : timeout_ms) > 0 || timeout_ms >= 0);
	}
	CHECK_OK(err);
	end_uplink(dev, -ENODEV);
}

CASE_USBIP(a_wait_set_learns_that_a_server_takes_no_unlink)
{
	struct cusb_device *dev = plug_uplink(take_nothing), *told;
	struct cusb_wait_set *set = wait_begin();

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK(wait_reap(set, &told) == &uplink.transfer);
	cusb_wait_set_free(set);
	end_uplink(dev, -ENODEV);
}

CASE_USBIP(a_server_that_answers_no_unlink_is_gone)
{
	struct cusb_backend *backend = begin_with_grace();
	struct cusb_device *dev;
	char data[64];

	peer.keeps_unlinks = true;
	dev = plug_peer(say_nothing);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, 40), -ENODEV);
	end_peer(dev);
	cusb_usbip_free(backend);
}

/* ---- a server that drops the data of cancelled transfers, such as Linux's -------------------- */

static void keep_for_later(int fd, struct header *reply)
{
	(void)fd;
	peer.pending[peer.pending_count] = *reply;
	atomic_fetch_add(&peer.pending_count, 1);
}

static struct cusb_device *plug_stock(void)
{
	peer.returns_cancelled = false;
	return plug_peer(keep_for_later);
}

static void await_pending(int count)
{
	while (peer.pending_count < count)
		sleep_ms(1);
}

static void answer_pending(int index, int status, const void *data, size_t length)
{
	struct header reply = peer.pending[index];

	reply.word5 = (uint32_t)status;
	reply.word6 = (uint32_t)length;
	answer(peer.fd, reply, data, length);
}

static void expire(struct cusb_device *dev, size_t length)
{
	char data[1024];

	CHECK_INT(cusb_read(dev, 0x81, data, length, 20), -ETIMEDOUT);
}

static void read_back(struct cusb_device *dev, size_t length, const char *want)
{
	char data[1024];

	CHECK_INT(cusb_read(dev, 0x81, data, length, GUARD_MS), (int)strlen(want));
	CHECK(memcmp(data, want, strlen(want)) == 0);
}

CASE_USBIP(the_data_of_a_read_that_timed_out_is_for_the_next)
{
	struct cusb_device *dev = plug_stock();

	expire(dev, 64);
	await_pending(1);
	answer_pending(0, 0, "late", 4);
	read_back(dev, 64, "late");
	CHECK_INT(peer.pending_count, 1);
	CHECK_INT(peer.unlinks, 0);
	end_peer(dev);
}

CASE_USBIP(a_smaller_read_leaves_the_rest_to_the_next)
{
	struct cusb_device *dev = plug_stock();

	expire(dev, 64);
	await_pending(1);
	answer_pending(0, 0, "0123456789", 10);
	read_back(dev, 4, "0123");
	read_back(dev, 64, "456789");
	end_peer(dev);
}

/* A last packet of full size does not end the message of the device. */
CASE_USBIP(a_larger_read_goes_on_after_late_data)
{
	struct cusb_device *dev = plug_stock();
	struct cusb_transfer transfer;
	unsigned char late[512], data[1024];

	fill(late, sizeof late, 1);
	expire(dev, sizeof late);
	await_pending(1);
	transfer = (struct cusb_transfer){
		.bEndpointAddress = 0x81, .data = data, .length = sizeof data};
	CHECK_OK(cusb_submit(dev, &transfer));
	answer_pending(0, 0, late, sizeof late);
	CHECK_INT(cusb_reap(dev, 20, &(struct cusb_transfer *){NULL}), -ETIMEDOUT);
	await_pending(2);
	answer_pending(1, 0, "rest", 4);
	CHECK_OK(cusb_reap(dev, GUARD_MS, &(struct cusb_transfer *){NULL}));
	CHECK_OK(transfer.status);
	CHECK_INT(transfer.actual_length, sizeof late + 4);
	CHECK(memcmp(data, late, sizeof late) == 0);
	CHECK(memcmp(data + sizeof late, "rest", 4) == 0);
	end_peer(dev);
}

CASE_USBIP(late_data_keeps_its_order)
{
	struct cusb_device *dev = plug_stock();
	struct cusb_transfer reads[2];
	char data[2][64];

	for (int i = 0; i < 2; i++) {
		reads[i] = (struct cusb_transfer){
			.bEndpointAddress = 0x81, .data = data[i], .length = sizeof data[i]};
		CHECK_OK(cusb_submit(dev, &reads[i]));
	}
	CHECK_INT(cusb_cancel_all(dev, 0x81), 2);
	for (int i = 0; i < 2; i++)
		CHECK_OK(cusb_reap(dev, GUARD_MS, &(struct cusb_transfer *){NULL}));
	CHECK_INT(reads[0].status, -ECANCELED);
	await_pending(2);
	answer_pending(0, 0, "first", 5);
	answer_pending(1, 0, "second", 6);
	read_back(dev, 64, "first");
	read_back(dev, 64, "second");
	CHECK_INT(peer.pending_count, 2);
	end_peer(dev);
}

CASE_USBIP(a_late_error_is_for_the_next_read)
{
	struct cusb_device *dev = plug_stock();
	char data[64];

	expire(dev, 64);
	await_pending(1);
	answer_pending(0, -EPIPE, NULL, 0);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -EPIPE);
	end_peer(dev);
}

CASE_USBIP(data_from_before_a_configuration_is_dropped)
{
	struct cusb_device *dev = plug_stock();
	struct cusb_transfer transfer;
	char data[64];

	expire(dev, 64);
	await_pending(1);
	CHECK_OK(cusb_set_configuration(dev, 1));
	transfer = (struct cusb_transfer){
		.bEndpointAddress = 0x81, .data = data, .length = sizeof data};
	CHECK_OK(cusb_submit(dev, &transfer));
	await_pending(2);
	answer_pending(0, 0, "old", 3);
	answer_pending(1, 0, "fresh", 5);
	CHECK_OK(cusb_reap(dev, GUARD_MS, &(struct cusb_transfer *){NULL}));
	CHECK_INT(transfer.actual_length, 5);
	CHECK(memcmp(data, "fresh", 5) == 0);
	end_peer(dev);
}

/* ---- several submits in one system call ------------------------------------------------------ */

#define SEVERAL 3

static struct cusb_transfer several[SEVERAL];
static char room[SEVERAL][64];

static void submit_with(struct cusb_device *dev, int i, unsigned int flags)
{
	several[i] = (struct cusb_transfer){.bEndpointAddress = 0x81,
					    .data = room[i],
					    .length = sizeof room[i],
					    .flags = flags};
	CHECK_OK(cusb_submit(dev, &several[i]));
}

static struct cusb_device *plug_and_hold_back(void)
{
	struct cusb_device *dev = plug_peer(keep_for_later);

	for (int i = 0; i + 1 < SEVERAL; i++)
		submit_with(dev, i, CUSB_MORE);
	sleep_ms(20);
	CHECK_INT(peer.pending_count, 0);
	return dev;
}

static void answer_and_reap_all(struct cusb_device *dev, int count)
{
	await_pending(count);
	for (int i = 0; i < count; i++)
		answer_pending(i, 0, "data", 4);
	for (int i = 0; i < count; i++)
		CHECK_OK(cusb_reap(dev, GUARD_MS, &(struct cusb_transfer *){NULL}));
	for (int i = 0; i < count; i++)
		CHECK_INT(several[i].actual_length, 4);
	CHECK_INT(cusb_in_flight(dev), 0);
	end_peer(dev);
}

CASE_USBIP(transfers_with_more_begin_with_one_without)
{
	struct cusb_device *dev = plug_and_hold_back();

	submit_with(dev, SEVERAL - 1, 0);
	answer_and_reap_all(dev, SEVERAL);
}

CASE_USBIP(transfers_with_more_begin_when_none_is_there_to_reap)
{
	struct cusb_device *dev = plug_and_hold_back();

	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &(struct cusb_transfer *){NULL}), -EAGAIN);
	answer_and_reap_all(dev, SEVERAL - 1);
}

CASE_USBIP(transfers_with_more_begin_before_a_wait)
{
	struct cusb_device *dev = plug_and_hold_back();

	CHECK_INT(cusb_reap(dev, 20, &(struct cusb_transfer *){NULL}), -ETIMEDOUT);
	answer_and_reap_all(dev, SEVERAL - 1);
}

CASE_USBIP(a_transfer_with_more_is_cancelled_before_it_begins)
{
	struct cusb_device *dev = plug_and_hold_back();
	struct cusb_transfer *first;

	CHECK_OK(cusb_cancel(dev, &several[1]));
	CHECK_OK(cusb_reap(dev, GUARD_MS, &first));
	CHECK(first == &several[1]);
	CHECK_INT(several[1].status, -ECANCELED);
	answer_and_reap_all(dev, 1);
	CHECK_INT(peer.pending_count, 1);
	CHECK_INT(peer.unlinks, 0);
}

static void *read_one(void *dev)
{
	char data[64];

	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), 4);
	return NULL;
}

/* That thread would not send it. */
CASE_USBIP(a_transfer_with_more_begins_at_once_while_a_thread_waits)
{
	struct cusb_device *dev = plug_peer(keep_for_later);
	pthread_t thread;

	CHECK_OK(pthread_create(&thread, NULL, read_one, dev));
	await_pending(1);
	sleep_ms(50);
	submit_with(dev, 1, CUSB_MORE);
	await_pending(2);
	answer_pending(0, 0, "data", 4);
	pthread_join(thread, NULL);
	answer_pending(1, 0, "data", 4);
	CHECK_OK(cusb_reap(dev, GUARD_MS, &(struct cusb_transfer *){NULL}));
	end_peer(dev);
}
