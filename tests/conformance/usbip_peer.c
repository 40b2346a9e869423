/* SPDX-License-Identifier: MIT */
/* The backend of src/backend/usbip with servers that answer as they should not, or otherwise than
 * ours.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/usbip.h>

#include "world.h"

#define CASE_USBIP(name)                                                                           \
	CASE_IN_(name, WORLD_USBIP, "it is about the backend of src/backend/usbip", 0)

enum { CMD_SUBMIT = 1, CMD_UNLINK, RET_SUBMIT, RET_UNLINK };

/* A header's words in host byte order; the SETUP packet is the last two. */
struct header {
	uint32_t command, seqnum, devid, direction, ep, word5, word6, word7, word8, word9;
	uint8_t setup[8];
};

/* A device with bulk 81 alone. */
static const uint8_t descriptors[] = {
	18, 1, 0, 2,	0xff, 0, 0, 64, 0xfe, 0xff, 0x77, 0, 0, 1, 0, 0, 0,    1, 9, 2, 25, 0,
	1,  1, 0, 0x80, 50,   9, 4, 0,	0,    1,    0xff, 0, 0, 0, 7, 5, 0x81, 2, 0, 2, 0};

#define CONFIGURATION_AT 18
#define VALUE_AT	 23

/* What it does with the first bulk transfer; the answer that is proper is in `reply`. */
typedef void (*misdeed_fn)(int fd, struct header *reply);

static struct peer {
	pthread_t thread;
	int fd;
	misdeed_fn misdeed;
} peer;

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

static void *serve(void *unused)
{
	struct header request, reply;

	(void)unused;
	while (recv(peer.fd, &request, sizeof request, MSG_WAITALL) == sizeof request) {
		swap(&request);
		reply = (struct header){.command = request.command + 2, .seqnum = request.seqnum};
		if (request.command == CMD_UNLINK) {
			reply.word5 = (uint32_t)-ECONNRESET;
			answer(peer.fd, reply, NULL, 0);
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
	const struct cusb_usbip_place place = {.bus = 1, .port = 9, .speed = CUSB_SPEED_HIGH};
	int ends[2];

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	peer.fd = ends[1];
	peer.misdeed = misdeed;
	CHECK_OK(pthread_create(&peer.thread, NULL, serve, NULL));
	CHECK_OK(cusb_usbip_add(world.backend, ends[0], &place));
	return find_name("1-9");
}

/* Reads; then the peer has nothing more to do. */
static void check_read(misdeed_fn misdeed, int timeout_ms, int want)
{
	struct cusb_device *dev = plug_peer(misdeed);
	char data[64];

	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, timeout_ms), want);
	CHECK_INT(cusb_in_flight(dev), 0);
	cusb_device_free(dev);
	shutdown(peer.fd, SHUT_RDWR);
	pthread_join(peer.thread, NULL);
	close(peer.fd);
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
