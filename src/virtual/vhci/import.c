/* SPDX-License-Identifier: MIT */
/*
 * Devices of other machines in this machine's kernel.
 *
 * Facts (6.1): the kernel takes any stream socket, and its own reference to it. It drops the
 * connection if a receive timeout is set on the socket. Linux's usbip cuts both halves of the
 * device's number to 8 bits.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <cusb/log.h>
#include <cusb/vhci.h>

#include "usbip/keep_alive.h"
#include "usbip/operation.h"
#include "usbip/wire.h"
#include "virtual/vhci/port.h"

#define ANSWER_MS 5000

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int receive(int fd, uint8_t *bytes, size_t length)
{
	int64_t until = now_ms() + ANSWER_MS;

	while (length > 0) {
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		int64_t left = until - now_ms();
		ssize_t n;

		if (left <= 0)
			return -ETIMEDOUT;
		if (poll(&ready, 1, (int)left) <= 0)
			continue;
		n = recv(fd, bytes, length, MSG_DONTWAIT);
		if (n == 0)
			return -EPROTO;
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		bytes += n > 0 ? n : 0;
		length -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int send_request(int fd, const char *busid)
{
	const struct usbip_operation request = {USBIP_VERSION, USBIP_OP_REQ_IMPORT, 0};
	uint8_t bytes[USBIP_OP_SIZE + USBIP_BUSID_SIZE] = {0};

	if (strlen(busid) >= USBIP_BUSID_SIZE)
		return cusb_refuse(-EINVAL, "%s: the name is too long for USB/IP", busid);
	usbip_encode_operation(&request, bytes);
	memcpy(bytes + USBIP_OP_SIZE, busid, strlen(busid));
	return usbip_write(fd, &(struct usbip_part){bytes, sizeof bytes}, 1);
}

static int error_of(uint32_t status, const char *busid)
{
	if (status == USBIP_ST_DEV_BUSY)
		return cusb_refuse(-EBUSY, "another client of the server uses %s", busid);
	return cusb_refuse(-ENODEV, "the server does not lend %s", busid);
}

static int receive_answer(int fd, const char *busid, struct usbip_device *device)
{
	uint8_t bytes[USBIP_DEVICE_SIZE];
	struct usbip_operation answer;
	int err = receive(fd, bytes, USBIP_OP_SIZE);

	if (err)
		return err;
	usbip_decode_operation(bytes, &answer);
	if (answer.code != USBIP_OP_REP_IMPORT)
		return cusb_refuse(-EPROTO, "the server does not speak USB/IP");
	if (answer.status != USBIP_ST_OK)
		return error_of(answer.status, busid);
	err = receive(fd, bytes, sizeof bytes);
	if (!err)
		usbip_decode_device(bytes, device);
	return err;
}

/* The kernel's numbers; 4 was wireless USB. */
static enum cusb_speed speed_of(uint32_t speed)
{
	return speed >= 5 ? CUSB_SPEED_SUPER : (enum cusb_speed)speed;
}

static void fill_in(const struct vhci_port *from, struct cusb_vhci_port *port)
{
	memset(port, 0, sizeof *port);
	port->number = from->number;
	port->devid = from->devid;
	port->speed = (uint8_t)speed_of(from->speed);
	snprintf(port->name, sizeof port->name, "%s", from->name);
}

int cusb_vhci_import(int fd, const char *busid, struct cusb_vhci_port *port)
{
	struct usbip_device device;
	struct vhci_port taken;
	int err;

	cusb_refuse(0, NULL);
	usbip_keep_alive(fd, USBIP_IDLE_S);
	err = send_request(fd, busid);
	if (!err)
		err = receive_answer(fd, busid, &device);
	if (err)
		return err;
	err = vhci_port_attach(fd, speed_of(device.speed),
			       (device.busnum & 0xff) << 16 | (device.devnum & 0xff), &taken);
	if (err == -EBUSY)
		return cusb_refuse(err, "vhci_hcd has no free port for the speed of %s", busid);
	if (err == -ENOENT)
		return cusb_refuse(err,
				   "this kernel has no vhci_hcd; 'modprobe vhci-hcd' loads it");
	if (!err)
		fill_in(&taken, port);
	return err;
}

struct visit {
	int (*each)(const struct cusb_vhci_port *port, void *user);
	void *user;
};

static int visit_used(const struct vhci_port *from, void *user)
{
	const struct visit *visit = user;
	struct cusb_vhci_port port;

	if (from->state == VHCI_FREE)
		return 0;
	fill_in(from, &port);
	return visit->each(&port, visit->user);
}

int cusb_vhci_ports(int (*each)(const struct cusb_vhci_port *port, void *user), void *user)
{
	struct visit visit = {each, user};

	return vhci_port_each(visit_used, &visit);
}

int cusb_vhci_release(unsigned int number)
{
	return vhci_port_detach(number);
}
