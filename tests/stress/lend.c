/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cusb/share.h>
#include <cusb/virtual.h>

#include "lend.h"

#define MODEL	    "loopback"
#define CONNECTIONS 64
/* An order is the port at which to plug in; with this bit, to unplug. */
#define UNPLUG 0x80

/* ---- in the process -------------------------------------------------------------------------- */

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;
static struct cusb_share *share;
static unsigned int unplugged; /* devices that were shared, and are no longer */

/* An order that a thread has received, for the thread that serves. */
static atomic_int order;
enum { NO_ORDER = -1, TO_END = -2 };

__attribute__((noreturn)) static void give_up(const char *what, int err)
{
	fprintf(stderr, "lend: %s: %s\n", what, strerror(-err));
	_exit(1);
}

static void enter_netns(const char *netns)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		give_up(path, -errno);
	close(fd);
}

static int listen_at(const char *address, char *service, size_t size)
{
	struct sockaddr_in place = {.sin_family = AF_INET};
	socklen_t length = sizeof place;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || inet_pton(AF_INET, address, &place.sin_addr) != 1 ||
	    bind(fd, (struct sockaddr *)&place, sizeof place) < 0 || listen(fd, CONNECTIONS) < 0 ||
	    getsockname(fd, (struct sockaddr *)&place, &length) < 0)
		give_up(address, -errno);
	snprintf(service, size, "%u", ntohs(place.sin_port));
	return fd;
}

static void count(const struct cusb_share_event *event, void *user)
{
	(void)user;
	unplugged += event->change == CUSB_SHARE_UNPLUGGED;
}

static void plug(unsigned int port)
{
	struct cusb_device *dev;
	char name[16];
	int err;

	snprintf(name, sizeof name, "1-%u", port);
	err = cusb_virtual_plug(kernel, cusb_virtual_find_model(MODEL), name);
	if (err == 0)
		err = cusb_find(CUSB_MATCH(backend, backend, name, name), &dev);
	if (err == 0)
		err = cusb_share_add_device(share, dev);
	if (err < 0)
		give_up(name, err);
	cusb_device_free(dev);
}

static void serve_once(void)
{
	int err = cusb_share_serve(share, CUSB_NO_TIMEOUT);

	if (err < 0)
		give_up("serve", err);
}

static void unplug(unsigned int port)
{
	unsigned int before = unplugged;
	char name[16];
	int err;

	snprintf(name, sizeof name, "1-%u", port);
	err = cusb_virtual_unplug(kernel, name);
	if (err < 0)
		give_up(name, err);
	while (unplugged == before)
		serve_once();
}

static void *receive_orders(void *data)
{
	int fd = (int)(intptr_t)data;
	uint8_t byte;
	bool more;

	do {
		more = read(fd, &byte, 1) == 1;
		atomic_store(&order, more ? byte : TO_END);
		cusb_share_wake(share);
	} while (more);
	return NULL;
}

/* False: the other end is closed. */
static bool obey(int fd)
{
	int what = atomic_exchange(&order, NO_ORDER);

	if (what == TO_END)
		return false;
	if (what == NO_ORDER)
		return true;
	if (what & UNPLUG)
		unplug((unsigned int)what & ~UNPLUG);
	else
		plug((unsigned int)what);
	if (write(fd, "", 1) != 1)
		give_up("answer", -errno);
	return true;
}

static void begin(const char *address, const char *netns, unsigned int devices, char *service,
		  size_t size)
{
	const struct cusb_share_options options = {.clients = CONNECTIONS, .event = count};
	int err = cusb_virtual_kernel_new(&kernel);

	if (netns)
		enter_netns(netns);
	if (err == 0)
		err = cusb_virtual_kernel_backend(kernel, &backend);
	if (err == 0)
		err = cusb_share_new(&options, &share);
	if (err == 0)
		err = cusb_share_add_listener(share, listen_at(address, service, size));
	if (err < 0)
		give_up("begin", err);
	for (unsigned int port = 1; port <= devices; port++)
		plug(port);
}

static void run(const char *address, const char *netns, unsigned int devices, int fd)
{
	char service[sizeof((struct lender *)0)->service] = "";
	pthread_t thread;

	order = NO_ORDER;
	begin(address, netns, devices, service, sizeof service);
	if (pthread_create(&thread, NULL, receive_orders, (void *)(intptr_t)fd) != 0 ||
	    write(fd, service, sizeof service) != sizeof service)
		give_up("begin", -errno);
	do
		serve_once();
	while (obey(fd));
	pthread_join(thread, NULL);
	cusb_share_free(share);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

/* ---- outside --------------------------------------------------------------------------------- */

bool lend(struct lender *lender, const char *address, const char *netns, unsigned int devices)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	lender->process = fork();
	if (lender->process == 0) {
		close(ends[0]);
		run(address, netns, devices, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	lender->orders = ends[0];
	return lender->process > 0 && recv(ends[0], lender->service, sizeof lender->service,
					   MSG_WAITALL) == sizeof lender->service;
}

static bool ask(const struct lender *lender, unsigned int what)
{
	const uint8_t byte = (uint8_t)what;
	char answer;

	return write(lender->orders, &byte, 1) == 1 && read(lender->orders, &answer, 1) == 1;
}

bool lend_plug(const struct lender *lender, unsigned int port)
{
	return ask(lender, port);
}

bool lend_unplug(const struct lender *lender, unsigned int port)
{
	return ask(lender, port | UNPLUG);
}

int lend_end(struct lender *lender)
{
	int status = -1;

	/* Processes that were started later have copies of the socket. */
	shutdown(lender->orders, SHUT_RDWR);
	close(lender->orders);
	waitpid(lender->process, &status, 0);
	return status;
}
