/* SPDX-License-Identifier: MIT */
/*
 * Requests of USB 2.0 11.24.2 and USB 3.2 10.16.2.
 *
 * Kernel facts: usbfs lets a program send them while the hub driver has the hub. The directory of a
 * port is below the hub's interface: 1-4:1.0/1-4-port3. It has the link `peer` to the other half of
 * the socket, and since 6.0 `disable`, by which the kernel itself switches the power.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/control.h>

#include "cli/bus/attribute.h"
#include "hub_port.h"
#include "interface_path.h"

#define TIMEOUT_MS 1000

#define HUB_IN	   0xa0
#define PORT_IN	   0xa3
#define PORT_OUT   0x23
#define PORT_POWER 8 /* a feature */

#define CONTAINER_ID	  0x04 /* bDevCapabilityType */
#define CONTAINER_ID_SIZE 17   /* a reserved byte, then the id */

int hub_read(struct cusb_device *dev, struct hub *hub)
{
	uint8_t desc[12];
	unsigned int type;
	ssize_t n;

	if (dev->bDeviceClass != CUSB_CLASS_HUB)
		return -ENOTTY;
	hub->dev = dev;
	hub->super_speed = cusb_device_speed(dev) >= CUSB_SPEED_SUPER;
	type = hub->super_speed ? CUSB_DESC_TYPE_SUPERSPEED_HUB : CUSB_DESC_TYPE_HUB;
	n = cusb_ctrl_transfer(dev, HUB_IN, CUSB_REQ_GET_DESCRIPTOR, type << 8, 0, desc,
			       sizeof desc, TIMEOUT_MS);
	if (n < 0)
		return (int)n;
	if (n < 5)
		return -EBADMSG;
	hub->ports = desc[2];
	hub->switching = desc[3] & 2 ? PORTS_NONE : desc[3] & 1 ? PORTS_SINGLE : PORTS_TOGETHER;
	return 0;
}

int hub_port_status(const struct hub *hub, unsigned int port)
{
	uint8_t status[4];
	ssize_t n = cusb_ctrl_transfer(hub->dev, PORT_IN, CUSB_REQ_GET_STATUS, 0, port, status,
				       sizeof status, TIMEOUT_MS);

	if (n < 0)
		return (int)n;
	return n < 2 ? -EBADMSG : status[0] | status[1] << 8;
}

bool port_is_powered(const struct hub *hub, int wPortStatus)
{
	return (wPortStatus & (hub->super_speed ? PORT_SUPER_POWER : PORT_HIGH_POWER)) != 0;
}

const char *port_link(int wPortStatus)
{
	static const char *const links[] = {"U0",	   "U1",	"U2",	       "U3",
					    "SS.Disabled", "Rx.Detect", "SS.Inactive", "Polling",
					    "Recovery",	   "HotReset",	"Compliance",  "Loopback"};
	unsigned int link = (unsigned int)wPortStatus >> 5 & 0xf;

	return link < sizeof links / sizeof links[0] ? links[link] : NULL;
}

static void port_path(const struct hub *hub, unsigned int port, const char *file, char path[192])
{
	char interface[INTERFACE_PATH_SIZE];

	interface_path(hub->dev, 0, "", interface);
	snprintf(path, 192, "%s/%s-port%u/%s", interface, hub->dev->name, port, file);
}

int hub_port_request(const struct hub *hub, unsigned int port, bool on)
{
	int err = (int)cusb_ctrl_transfer(hub->dev, PORT_OUT,
					  on ? CUSB_REQ_SET_FEATURE : CUSB_REQ_CLEAR_FEATURE,
					  PORT_POWER, port, NULL, 0, TIMEOUT_MS);

	return err < 0 ? err : 0;
}

int hub_port_switch(const struct cli_bus *bus, const struct hub *hub, unsigned int port, bool on)
{
	char path[192];

	port_path(hub, port, "disable", path);
	return attribute_write(bus, path, on ? "0" : "1") == 0 ? 0
							       : hub_port_request(hub, port, on);
}

static int find_by_name(const struct cli_bus *bus, const char *name, struct cusb_device **dev)
{
	return cusb_find(CUSB_MATCH(backend, bus->backend, name, name), dev);
}

/* "2-1-port3" */
static unsigned int linked_peer(const struct cli_bus *bus, char *link, struct cusb_device **other)
{
	char *end = strstr(link, "-port");

	if (!end)
		return 0;
	*end = '\0';
	if (find_by_name(bus, link, other) < 0)
		return 0;
	return (unsigned int)strtoul(end + strlen("-port"), NULL, 10);
}

/* Returns whether the device has a container id. */
static bool container_id(struct cusb_device *dev, uint8_t id[CONTAINER_ID_SIZE])
{
	struct cusb_bos *bos;
	bool found = false;

	if (dev->bcdUSB < 0x0201 || cusb_get_bos(dev, &bos) < 0)
		return false;
	for (size_t i = 0; !found && i < bos->capability_count; i++) {
		const struct cusb_device_capability *capability = &bos->capabilities[i];

		found = capability->bDevCapabilityType == CONTAINER_ID &&
			capability->data_length >= CONTAINER_ID_SIZE;
		if (found)
			memcpy(id, capability->data, CONTAINER_ID_SIZE);
	}
	cusb_bos_free(bos);
	return found;
}

/* Takes the device if it is the other half of the same hub. */
static bool is_same_container(struct cusb_device *dev, const struct hub *hub,
			      const uint8_t id[CONTAINER_ID_SIZE])
{
	uint8_t its[CONTAINER_ID_SIZE];
	struct hub other;
	bool same = !cusb_same_device(dev, hub->dev) && container_id(dev, its) &&
		    memcmp(its, id, sizeof its) == 0 && hub_read(dev, &other) == 0 &&
		    other.super_speed != hub->super_speed && other.ports == hub->ports;

	cusb_close(dev);
	return same;
}

static bool find_container(const struct cli_bus *bus, const struct hub *hub,
			   struct cusb_device **other)
{
	uint8_t id[CONTAINER_ID_SIZE];
	struct cusb_device **hubs;
	bool found = false;

	if (!container_id(hub->dev, id) ||
	    cusb_find_all(CUSB_MATCH(backend, bus->backend, bDeviceClass, CUSB_CLASS_HUB), &hubs) <
		    0)
		return false;
	for (size_t i = 0; hubs[i] && !found; i++) {
		found = is_same_container(hubs[i], hub, id);
		if (found)
			*other = cusb_device_ref(hubs[i]);
	}
	cusb_free_list(hubs);
	return found;
}

unsigned int hub_port_peer(const struct cli_bus *bus, const struct hub *hub, unsigned int port,
			   struct cusb_device **other)
{
	char path[192], link[ATTRIBUTE_SIZE];

	port_path(hub, port, "peer", path);
	if (attribute_link(bus, path, link) == 0)
		return linked_peer(bus, link, other);
	return find_container(bus, hub, other) ? port : 0;
}
