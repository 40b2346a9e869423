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
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "virtual/vhci/port.h"

#define PLATFORM   "/sys/devices/platform/vhci_hcd."
#define STATE_FREE 4

/* Looks at a port of a status file. 0 goes on; anything else ends the walk, which returns it. */
typedef int (*port_fn)(const struct vhci_port *port, bool is_super, unsigned int state, void *user);

/* Room for a path below the platform device. */
struct path {
	char text[96];
};

static FILE *open_status(unsigned int controller)
{
	struct path path;

	if (controller == 0)
		snprintf(path.text, sizeof path.text, PLATFORM "0/status");
	else
		snprintf(path.text, sizeof path.text, PLATFORM "0/status.%u", controller);
	return fopen(path.text, "re");
}

static unsigned int read_number(const char *path)
{
	unsigned int number = 0;
	FILE *file = fopen(path, "re");

	if (!file)
		return 0;
	if (fscanf(file, "%u", &number) != 1)
		number = 0;
	fclose(file);
	return number;
}

/* The bus of one of a controller's root hubs; 0: it has none. */
static unsigned int find_bus(unsigned int controller, bool is_super)
{
	struct path path;
	struct dirent *entry;
	unsigned int bus, found = 0;
	DIR *dir;

	snprintf(path.text, sizeof path.text, PLATFORM "%u", controller);
	dir = opendir(path.text);
	if (!dir)
		return 0;
	while (!found && (entry = readdir(dir))) {
		if (sscanf(entry->d_name, "usb%u", &bus) != 1)
			continue;
		snprintf(path.text, sizeof path.text, PLATFORM "%u/usb%u/speed", controller, bus);
		if (read_number(path.text) == (is_super ? 5000 : 480))
			found = bus;
	}
	closedir(dir);
	return found;
}

static int walk_controller(FILE *status, unsigned int controller, port_fn each, void *user)
{
	unsigned int buses[2] = {find_bus(controller, false), find_bus(controller, true)};
	unsigned int on_hub[2] = {0, 0};
	struct vhci_port port = {.controller = controller};
	char line[128], hub[4];
	unsigned int state;

	while (fgets(line, sizeof line, status)) {
		bool is_super;
		int result;

		if (sscanf(line, "%3s %u %u", hub, &port.number, &state) != 3)
			continue;
		is_super = strcmp(hub, "ss") == 0;
		snprintf(port.name, sizeof port.name, "%u-%u", buses[is_super], ++on_hub[is_super]);
		result = each(&port, is_super, state, user);
		if (result)
			return result;
	}
	return 0;
}

static int walk(port_fn each, void *user)
{
	for (unsigned int controller = 0;; controller++) {
		FILE *status = open_status(controller);
		int result;

		if (!status)
			return controller == 0 ? -errno : 0;
		result = walk_controller(status, controller, each, user);
		fclose(status);
		if (result)
			return result;
	}
}

static bool has_device(const struct vhci_port *port)
{
	struct path path;
	struct stat st;

	snprintf(path.text, sizeof path.text, "/sys/bus/usb/devices/%s", port->name);
	return stat(path.text, &st) == 0;
}

struct attachment {
	int fd;
	enum cusb_speed speed;
	struct vhci_port *port;
};

static unsigned int speed_number(enum cusb_speed speed)
{
	return speed >= CUSB_SPEED_SUPER ? 5 : (unsigned int)speed;
}

static int write_attach(const struct attachment *attachment, unsigned int port)
{
	char line[64];
	int fd = open(PLATFORM "0/attach", O_WRONLY | O_CLOEXEC);
	int length, err = 0;

	if (fd < 0)
		return -errno;
	length = snprintf(line, sizeof line, "%u %d %u %u", port, attachment->fd, port + 1,
			  speed_number(attachment->speed));
	if (write(fd, line, (size_t)length) < 0)
		err = -errno;
	close(fd);
	return err;
}

/* 1 when it is attached; a port that another has taken meanwhile is passed over. */
static int try_port(const struct vhci_port *port, bool is_super, unsigned int state, void *user)
{
	const struct attachment *attachment = user;
	int err;

	if (is_super != (attachment->speed >= CUSB_SPEED_SUPER))
		return 0;
	if (state != STATE_FREE || has_device(port))
		return 0;
	err = write_attach(attachment, port->number);
	if (err)
		return err == -EBUSY || err == -EAGAIN ? 0 : err;
	*attachment->port = *port;
	return 1;
}

int vhci_port_attach(int fd, enum cusb_speed speed, struct vhci_port *port)
{
	struct attachment attachment = {fd, speed, port};
	int result = walk(try_port, &attachment);

	if (result == 0)
		return -EBUSY;
	return result < 0 ? result : 0;
}

static int check_free(const struct vhci_port *port, bool is_super, unsigned int state, void *user)
{
	const struct vhci_port *wanted = user;

	(void)is_super;
	if (port->number != wanted->number)
		return 0;
	return state == STATE_FREE ? 2 : 1;
}

bool vhci_port_free(const struct vhci_port *port)
{
	struct vhci_port wanted = *port;

	return walk(check_free, &wanted) != 1 && !has_device(port);
}
