/* SPDX-License-Identifier: MIT */
/*
 * Facts of vhci_hcd relied on (5.x, 6.1): vhci_hcd.0 has the files for all controllers: `attach`
 * takes "port sockfd devid speed", `status` and `status.1` to `status.N` have a heading and then a
 * line for each port, high-speed ones ("hs") before SuperSpeed ones ("ss"), with the port's number
 * and state; 4 is free. A port is free before the hub has dropped its old device; a device attached
 * then is never addressed. A port's speed outlives its device until the second reset of
 * enumeration, which usbcore leaves out with old_scheme_first=1: speeds can come out wrong then.
 * Each controller has two root hubs, told apart by their speed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "virtual/vhci/port.h"

#define PLATFORM  "/sys/devices/platform/vhci_hcd."
#define PATH_SIZE 96

/* Reads a whole small file as a text: 0, -errno. */
static int read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read(fd, text, size - 1);
	text[n > 0 ? n : 0] = '\0';
	close(fd);
	return 0;
}

static bool is_root_hub(unsigned int controller, unsigned int bus, bool is_super)
{
	char speed[16] = "";
	char path[PATH_SIZE];

	snprintf(path, sizeof path, PLATFORM "%u/usb%u/speed", controller, bus);
	read_text(path, speed, sizeof speed);
	return strcmp(speed, is_super ? "5000\n" : "480\n") == 0;
}

/* The bus of a root hub of a controller; 0: it has none. */
static unsigned int find_bus(unsigned int controller, bool is_super)
{
	char path[PATH_SIZE];
	struct dirent *entry;
	unsigned int found = 0;
	DIR *dir;

	snprintf(path, sizeof path, PLATFORM "%u", controller);
	dir = opendir(path);
	if (!dir)
		return 0;
	while (!found && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "usb", 3) != 0)
			continue;
		found = (unsigned int)strtoul(entry->d_name + 3, NULL, 10);
		if (!is_root_hub(controller, found, is_super))
			found = 0;
	}
	closedir(dir);
	return found;
}

/* "hs  0003 006 003 00010002 ...": hub, number, state, speed, device. False: the heading. */
static bool parse_line(const char *line, struct vhci_port *port)
{
	char *number = (char *)(uintptr_t)line + strcspn(line, " ");
	char *state, *end, *speed_end;

	port->is_super = strncmp(line, "ss", 2) == 0;
	port->number = (unsigned int)strtoul(number, &state, 10);
	port->state = (unsigned int)strtoul(state, &end, 10);
	port->speed = (unsigned int)strtoul(end, &speed_end, 10);
	port->devid = (unsigned int)strtoul(speed_end, NULL, 16);
	return state != number && end != state;
}

static int walk_controller(const char *status, unsigned int controller, vhci_port_fn each,
			   void *user)
{
	unsigned int buses[2] = {find_bus(controller, false), find_bus(controller, true)};
	unsigned int on_hub[2] = {0, 0};
	struct vhci_port port = {.controller = controller};
	int result = 0;

	for (; !result && *status; status += strcspn(status, "\n"), status += *status == '\n') {
		if (!parse_line(status, &port))
			continue;
		snprintf(port.name, sizeof port.name, "%u-%u", buses[port.is_super],
			 ++on_hub[port.is_super]);
		result = each(&port, user);
	}
	return result;
}

int vhci_port_each(vhci_port_fn each, void *user)
{
	char path[PATH_SIZE] = PLATFORM "0/status";
	char status[4096];
	int result = 0;

	for (unsigned int controller = 0; !result; controller++) {
		if (controller > 0)
			snprintf(path, sizeof path, PLATFORM "0/status.%u", controller);
		result = read_text(path, status, sizeof status);
		if (result)
			return controller == 0 ? result : 0;
		result = walk_controller(status, controller, each, user);
	}
	return result;
}

static bool has_device(const struct vhci_port *port)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s", port->name);
	return access(path, F_OK) == 0;
}

struct attachment {
	int fd;
	enum cusb_speed speed;
	uint32_t devid;
	struct vhci_port *port;
};

static int write_line(const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, line, strlen(line)) < 0)
		err = -errno;
	close(fd);
	return err;
}

static int write_attach(const struct attachment *attachment, unsigned int port)
{
	unsigned int speed = attachment->speed >= CUSB_SPEED_SUPER ? 5 : attachment->speed;
	char line[64];

	snprintf(line, sizeof line, "%u %d %u %u", port, attachment->fd, attachment->devid, speed);
	return write_line(PLATFORM "0/attach", line);
}

/* 1: attached. A port that another process has taken meanwhile is skipped. */
static int try_port(const struct vhci_port *port, void *user)
{
	const struct attachment *attachment = user;
	int err;

	if (port->is_super != (attachment->speed >= CUSB_SPEED_SUPER))
		return 0;
	if (port->state != VHCI_FREE || has_device(port))
		return 0;
	err = write_attach(attachment, port->number);
	if (err)
		return err == -EBUSY || err == -EAGAIN ? 0 : err;
	*attachment->port = *port;
	return 1;
}

int vhci_port_attach(int fd, enum cusb_speed speed, uint32_t devid, struct vhci_port *port)
{
	struct attachment attachment = {fd, speed, devid, port};
	int result = vhci_port_each(try_port, &attachment);

	if (result == 0)
		return -EBUSY;
	return result < 0 ? result : 0;
}

static int is_taken(const struct vhci_port *port, void *user)
{
	const struct vhci_port *wanted = user;

	return port->number == wanted->number && port->state != VHCI_FREE;
}

bool vhci_port_free(const struct vhci_port *port)
{
	struct vhci_port wanted = *port;

	return vhci_port_each(is_taken, &wanted) != 1 && !has_device(port);
}

int vhci_port_detach(unsigned int number)
{
	char line[16];

	snprintf(line, sizeof line, "%u", number);
	return write_line(PLATFORM "0/detach", line);
}
