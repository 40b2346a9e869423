/* SPDX-License-Identifier: MIT */
/*
 * Plugs a virtual device into the running kernel and pulls it out, as it is told: replug MODEL
 *
 * Standard input is a socket: 'p' plugs in and is answered with the device's name in sysfs once it
 * is configured, 'u' unplugs and is answered once it is gone. Ends with the socket.
 *
 * Kernel fact (vhci_hcd of 6.1): a URB that is submitted and cancelled while the connection breaks
 * is never given back, and whoever waits for it waits for ever. So the hub's driver is told that
 * the device is gone, which ends all URBs as a pulled cable does, and only then the connection
 * breaks.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "plugged.h"

#define DROP_LIMIT_MS 600000

static bool answer(const char *text)
{
	char line[64];
	int length = snprintf(line, sizeof line, "%s\n", text);

	return write(STDIN_FILENO, line, (size_t)length) == length;
}

static void pull(struct plugged *device)
{
	char path[128];
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/remove", cusb_vhci_name(device->vhci));
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "1", 1) != 1)
		perror(path);
	if (fd >= 0)
		close(fd);
	for (int waited = 0; waited < DROP_LIMIT_MS && access(path, F_OK) == 0; waited += 5)
		usleep(5000);
	unplug(device);
}

static bool obey(char order, const struct cusb_virtual_model *model, struct plugged *device)
{
	int err;

	if (order == 'u') {
		pull(device);
		return answer("");
	}
	err = plug(model, device);
	if (err) {
		fprintf(stderr, "replug: %s\n", strerror(-err));
		return false;
	}
	return answer(cusb_vhci_name(device->vhci));
}

int main(int argc, char **argv)
{
	const struct cusb_virtual_model *model =
		argc == 2 ? cusb_virtual_find_model(argv[1]) : NULL;
	struct plugged device;
	char order;

	if (!model) {
		fprintf(stderr, "usage: replug MODEL\n");
		return 2;
	}
	while (read(STDIN_FILENO, &order, 1) == 1)
		if (!obey(order, model, &device))
			return 1;
	return 0;
}
