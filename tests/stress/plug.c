/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cusb/usbip.h>

#include "virtual/kernel/kernel.h"

#include "lend.h"
#include "stress.h"

#define MODEL "loopback"

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;
static char plugged[32];

static unsigned int round_trip_ms;

int some_limit(void)
{
	return (int)(1 + random_below(50 + 4 * round_trip_ms));
}

static void virtual_plug(char *name, size_t size)
{
	snprintf(plugged, sizeof plugged, "1-%u", 1 + random_below(2));
	if (cusb_virtual_plug(kernel, cusb_virtual_find_model(MODEL), plugged) != 0)
		fail("cannot plug in");
	snprintf(name, size, "%s", plugged);
}

static void virtual_unplug(struct cusb_device *dev)
{
	(void)dev;
	if (cusb_virtual_unplug(kernel, plugged) != 0)
		fail("cannot unplug");
}

static void virtual_end(void)
{
	if (virtual_kernel_open_fds(kernel) != 0)
		fail("files of the virtual kernel are left open");
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

struct cable cable_virtual(void)
{
	if (cusb_virtual_kernel_new(&kernel) != 0 ||
	    cusb_virtual_kernel_backend(kernel, &backend) != 0)
		fail("no virtual kernel");
	return (struct cable){backend, virtual_plug, virtual_unplug, virtual_end, 10};
}

/* A process of its own serves the device, so that its threads are none of ours. */
static pid_t server;
static int server_fd;

static void ask(char question, char *answer, size_t size)
{
	ssize_t n = write(server_fd, &question, 1);

	if (n == 1)
		n = read(server_fd, answer, size - 1);
	if (n <= 0)
		fail("the program replug has ended");
	answer[n] = '\0';
	answer[strcspn(answer, "\n")] = '\0';
}

static void kernel_plug(char *name, size_t size)
{
	ask('p', name, size);
}

static void kernel_unplug(struct cusb_device *dev)
{
	char answer[8];

	(void)dev;
	ask('u', answer, sizeof answer);
}

static void kernel_end(void)
{
	int status = 0;

	close(server_fd);
	if (waitpid(server, &status, 0) != server || status != 0)
		fail("the program replug ended badly: %d", status);
}

struct cable cable_kernel(void)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		fail("no socketpair");
	server = fork();
	if (server == 0) {
		dup2(ends[1], STDIN_FILENO);
		execlp("replug", "replug", MODEL, (char *)NULL);
		perror("replug");
		_exit(127);
	}
	close(ends[1]);
	server_fd = ends[0];
	return (struct cable){cusb_usbfs_default(), kernel_plug, kernel_unplug, kernel_end, 150};
}

static struct lender lender;
static unsigned int port;

static void host_plug(char *name, size_t size)
{
	port = 1 + random_below(2);
	if (!lend_plug(&lender, port))
		fail("the server has ended");
	snprintf(name, size, "1-%u", port);
}

/* The news has to come through the network. */
static void host_unplug(struct cusb_device *dev)
{
	uint8_t data[8];
	long n;

	if (!lend_unplug(&lender, port))
		fail("the server has ended");
	do {
		n = WATCHED(long, cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, sizeof data, 20000));
		if (n < 0 && n != -ENODEV && n != -ETIMEDOUT && n != -ECANCELED)
			fail("an unplugged device says %s", cusb_strerror((int)n));
	} while (n != -ENODEV);
}

static void host_end(void)
{
	int status;

	cusb_usbip_free(backend);
	status = lend_end(&lender);
	if (status != 0)
		fail("the server ended badly: %d", status);
}

struct cable cable_host(const char *address, const char *netns, unsigned int ms)
{
	struct cusb_usbip_options options = {
		.host = address, .service = lender.service, .connect_timeout_ms = CALL_LIMIT_MS};

	if (!lend(&lender, address, netns, 0) || cusb_usbip_new(&options, &backend) != 0)
		fail("no server");
	round_trip_ms = ms;
	return (struct cable){backend, host_plug, host_unplug, host_end, 50 + 10 * (int)ms};
}
