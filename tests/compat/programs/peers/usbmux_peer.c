/* SPDX-License-Identifier: MIT */
/*
 * A client of usbmuxd, which is the command: usbmux_peer COMMAND...
 *
 * Starts the command and listens for the telephone of devices/usbmuxd.c at its socket; connects to
 * the telephone's port 7, has a line sent back, sends the telephone away by a connection to its
 * port 9, and does the first again when it has come back. Prints what it is told, and ends the
 * command.
 *
 * A message is four numbers, its length, the version 0, what it is and a tag, little endian, and
 * what belongs to it. A connection that is made is the socket from then on.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SOCKET	    "/var/run/usbmuxd"
#define HEADER	    16
#define MESSAGE_MAX 512
#define LINE	    "is anybody there?\n"
#define ECHO_PORT   7 /* of the telephone */
#define LEAVE_PORT  9
#define STEP_MS	    20

enum what { RESULT = 1, CONNECT = 2, LISTEN = 3, DEVICE_ADD = 4, DEVICE_REMOVE = 5 };

struct message {
	uint32_t what, length; /* of the bytes */
	uint8_t bytes[MESSAGE_MAX];
};

static pid_t command;

static void put32(uint8_t *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static uint32_t get32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Leaves it to be waited for. */
static bool running(void)
{
	siginfo_t end = {0};

	return waitid(P_PID, (id_t)command, &end, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       end.si_pid == 0;
}

/* As soon as the command is there; -1 if it has ended. */
static int reach(void)
{
	const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = SOCKET};
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};
	int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	while (connect(connection, (const struct sockaddr *)&address, sizeof address) != 0) {
		if (!running()) {
			close(connection);
			return -1;
		}
		nanosleep(&step, NULL);
	}
	return connection;
}

static bool tell(int connection, enum what what, const uint8_t *bytes, size_t length)
{
	uint8_t message[HEADER + MESSAGE_MAX];

	put32(message, (uint32_t)(HEADER + length));
	put32(message + 4, 0);
	put32(message + 8, what);
	put32(message + 12, 1);
	if (length)
		memcpy(message + HEADER, bytes, length);
	return send(connection, message, HEADER + length, MSG_NOSIGNAL) ==
	       (ssize_t)(HEADER + length);
}

static bool receive(int connection, struct message *message)
{
	uint8_t header[HEADER];

	if (recv(connection, header, sizeof header, MSG_WAITALL) != sizeof header)
		return false;
	message->what = get32(header + 8);
	message->length = get32(header) - HEADER;
	return message->length <= sizeof message->bytes &&
	       recv(connection, message->bytes, message->length, MSG_WAITALL) ==
		       (ssize_t)message->length;
}

/* Receives that, and the number that comes with it: of the device, or 0 for success. */
static bool expect(int connection, enum what what, uint32_t *number)
{
	struct message message;

	if (!receive(connection, &message)) {
		printf("the connection broke before a message %u came\n", what);
		return false;
	}
	*number = get32(message.bytes);
	if (message.what == DEVICE_ADD)
		printf("%u: %u, product %02x%02x, serial number %.40s\n", message.what, *number,
		       message.bytes[5], message.bytes[4], (const char *)message.bytes + 6);
	else
		printf("%u: %u\n", message.what, *number);
	return message.what == what;
}

static bool succeeds(int connection)
{
	uint32_t result;

	return expect(connection, RESULT, &result) && result == 0;
}

static bool has_line_sent_back(int connection)
{
	char back[sizeof LINE];

	if (send(connection, LINE, strlen(LINE), MSG_NOSIGNAL) != (ssize_t)strlen(LINE) ||
	    recv(connection, back, strlen(LINE), MSG_WAITALL) != (ssize_t)strlen(LINE))
		return false;
	printf("%.*s", (int)strlen(LINE), back);
	/* Until the telephone breaks it. */
	return recv(connection, back, 1, 0) <= 0 && memcmp(back, LINE, strlen(LINE)) == 0;
}

/* Asks for a connection; the port is big endian. -1 if the command has ended. */
static int call(uint32_t device, uint8_t port)
{
	uint8_t request[8] = {[5] = port};
	int connection = reach();

	put32(request, device);
	if (connection >= 0 && !tell(connection, CONNECT, request, sizeof request)) {
		close(connection);
		return -1;
	}
	return connection;
}

static bool talk(uint32_t device)
{
	int connection = call(device, ECHO_PORT);
	bool good = connection >= 0 && succeeds(connection) && has_line_sent_back(connection);

	if (connection >= 0)
		close(connection);
	return good;
}

/* There will be no connection. */
static bool send_away(uint32_t device, int listener)
{
	int connection = call(device, LEAVE_PORT);
	uint32_t result = 0, gone = 0;
	bool good = connection >= 0 && expect(connection, RESULT, &result) && result != 0 &&
		    expect(listener, DEVICE_REMOVE, &gone) && gone == device;

	if (connection >= 0)
		close(connection);
	return good;
}

static bool use_telephone(void)
{
	int listener = reach();
	uint32_t device;
	bool good;

	if (listener < 0)
		return false;
	good = tell(listener, LISTEN, NULL, 0) && succeeds(listener) &&
	       expect(listener, DEVICE_ADD, &device) && talk(device) &&
	       send_away(device, listener) && expect(listener, DEVICE_ADD, &device) && talk(device);
	close(listener);
	return good;
}

static void start(char **words)
{
	mkdir("/var", 0755);
	mkdir("/var/run", 0755);
	mkdir("/var/lib", 0755);
	command = fork();
	if (command == 0) {
		execvp(words[0], words);
		fprintf(stderr, "%s: %s\n", words[0], strerror(errno));
		_exit(127);
	}
}

int main(int argc, char **argv)
{
	int status;
	bool good;

	if (argc < 2) {
		fprintf(stderr, "usage: usbmux_peer COMMAND...\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	start(argv + 1);
	good = use_telephone();
	kill(command, SIGTERM);
	if (waitpid(command, &status, 0) != command)
		return 1;
	printf("%s, wait status %d\n", good ? "all came" : "something was wrong", status);
	return !good || status != 0;
}
