/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "virtual/kernel/kernel.h"

#include "stress.h"

#define MODEL "loopback"

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;
static char plugged[32];

static void virtual_plug(char *name, size_t size)
{
	snprintf(plugged, sizeof plugged, "1-%u", 1 + random_below(2));
	if (cusb_virtual_plug(kernel, cusb_virtual_find_model(MODEL), plugged) != 0)
		fail("cannot plug in");
	snprintf(name, size, "%s", plugged);
}

static void virtual_unplug(void)
{
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

static void kernel_unplug(void)
{
	char answer[8];

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
