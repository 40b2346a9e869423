/* SPDX-License-Identifier: MIT */
/*
 * The memory of devices of another machine that are open, and have nothing to do. Prints for
 * table.awk:
 *
 *	idle DEVICES BYTES	of the heap, for each device
 *
 * A child is the server, over loopback TCP.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <malloc.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cusb/cusb.h>
#include <cusb/share.h>
#include <cusb/usbip.h>
#include <cusb/virtual.h>

#include "bench.h"

#define DEVICES 15 /* ports of a root hub */

static int share_all(struct cusb_backend *backend, struct cusb_share *share)
{
	struct cusb_device **list;
	ssize_t count = cusb_find_all(CUSB_MATCH(backend, backend, idVendor, BENCH_VENDOR), &list);
	int err = count < 0 ? (int)count : 0;

	for (ssize_t i = 0; i < count && err == 0; i++)
		err = cusb_share_add_device(share, list[i]);
	return err;
}

static int serve(int listener)
{
	struct cusb_virtual_kernel *kernel;
	struct cusb_backend *backend;
	struct cusb_share *share;
	int err = cusb_virtual_kernel_new(&kernel);

	for (int i = 0; i < DEVICES && err == 0; i++)
		err = cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), NULL);
	if (err == 0)
		err = cusb_virtual_kernel_backend(kernel, &backend);
	if (err == 0)
		err = cusb_share_new(NULL, &share);
	if (err == 0)
		err = share_all(backend, share);
	if (err == 0)
		err = cusb_share_add_listener(share, listener);
	while (err == 0)
		err = cusb_share_serve(share, CUSB_NO_TIMEOUT);
	return err;
}

/* Its port, as text. The socket, or -errno. */
static int listen_anywhere(char *port, size_t size)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
	    listen(fd, DEVICES) < 0 || getsockname(fd, (struct sockaddr *)&address, &length) < 0)
		return -errno;
	snprintf(port, size, "%u", ntohs(address.sin_port));
	return fd;
}

static size_t heap(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static int open_all(struct cusb_backend *backend)
{
	struct cusb_device **list;
	ssize_t count = cusb_find_all(CUSB_MATCH(backend, backend, idVendor, BENCH_VENDOR), &list);
	int err = count == DEVICES ? 0 : -ENODEV;

	for (ssize_t i = 0; i < count && err == 0; i++)
		err = cusb_claim_interface(list[i], 0);
	return err;
}

static int measure(const char *port)
{
	const struct cusb_usbip_options options = {.host = "127.0.0.1", .service = port};
	struct cusb_backend *backend;
	size_t before = heap();
	int err = cusb_usbip_new(&options, &backend);

	if (err == 0)
		err = open_all(backend);
	if (err == 0)
		printf("idle %d %zu\n", DEVICES, (heap() - before) / DEVICES);
	return err;
}

int main(void)
{
	char port[16];
	int listener = listen_anywhere(port, sizeof port), err = listener < 0 ? listener : 0;
	pid_t child = err == 0 ? fork() : -1;

	if (child == 0)
		return serve(listener) < 0;
	if (err == 0)
		err = measure(port);
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	if (err < 0)
		fprintf(stderr, "idle: %s\n", cusb_strerror(err));
	return err < 0;
}
