/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cusb/log.h>
#include <cusb/vhci.h>

#include "virtual/device/hcd.h"
#include "virtual/usbip/server.h"
#include "virtual/vhci/port.h"

/*
 * The longest time that the kernel may take to remove a device: its drivers and usbfs wait for
 * their URBs.
 */
#define DROP_LIMIT_MS 10000
#define DROP_STEP_MS  10

/*
 * No answer waits for room in the socket, for the reason that server.c tells: more than the kernel
 * can have in flight, with what it adds to each message.
 */
#define SEND_ROOM (128 * 1024 * 1024)

/* The server looks at none. */
#define DEVID 1

struct cusb_vhci {
	struct usbip_server *server;
	struct vhci_port port;
};

static void make_room(int fd)
{
	const int room = SEND_ROOM;

	/* Without CAP_NET_ADMIN the system's limit has to do. */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) != 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

static int attach(struct cusb_vhci *vhci, const struct cusb_virtual_model *model)
{
	int fds[2], err;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
		return -errno;
	make_room(fds[0]);
	vhci->server = usbip_server_new(model, fds[0]);
	err = vhci->server ? vhci_port_attach(fds[1], model->speed, DEVID, &vhci->port) : -ENOMEM;
	/* The kernel has its own reference. */
	close(fds[1]);
	if (err)
		usbip_server_free(vhci->server);
	return err;
}

int cusb_vhci_attach(const struct cusb_virtual_model *model, struct cusb_vhci **vhci)
{
	struct cusb_vhci *fresh;
	int err = virtual_check_model(model);

	if (err)
		return err;
	cusb_refuse(0, NULL);
	fresh = calloc(1, sizeof *fresh);
	err = fresh ? attach(fresh, model) : -ENOMEM;
	if (err)
		free(fresh);
	else
		*vhci = fresh;
	return err;
}

const char *cusb_vhci_name(const struct cusb_vhci *vhci)
{
	return vhci->port.name;
}

int cusb_vhci_serve(struct cusb_vhci *vhci)
{
	cusb_refuse(0, NULL);
	return usbip_server_run(vhci->server);
}

void cusb_vhci_unplug(struct cusb_vhci *vhci)
{
	usbip_server_stop(vhci->server);
}

/* A port with its old device must not count as free. */
static void await_drop(const struct vhci_port *port)
{
	const struct timespec step = {.tv_nsec = DROP_STEP_MS * 1000000L};

	for (int waited = 0; waited < DROP_LIMIT_MS && !vhci_port_free(port);
	     waited += DROP_STEP_MS)
		nanosleep(&step, NULL);
}

void cusb_vhci_detach(struct cusb_vhci *vhci)
{
	if (!vhci)
		return;
	usbip_server_free(vhci->server);
	await_drop(&vhci->port);
	free(vhci);
}
