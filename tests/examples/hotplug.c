/* SPDX-License-Identifier: MIT */
/*
 * Tells of devices that arrive and leave, until it is interrupted: hotplug [VID:PID]. Needs no
 * udev, and starts no thread.
 */
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include <cusb/cusb.h>

/* That it runs at all is what makes cusb_monitor_next() return -EINTR. */
static void interrupt(int number)
{
	(void)number;
}

static void print(const struct cusb_event *event)
{
	const struct cusb_device *dev = event->dev;

	if (event->type == CUSB_LEFT)
		printf("left     %s, %04x:%04x\n", dev->name, dev->idVendor, dev->idProduct);
	if (event->type == CUSB_ARRIVED)
		printf("arrived  %s, %04x:%04x: %s\n", dev->name, dev->idVendor, dev->idProduct,
		       event->openable == 0 ? "ready" : cusb_strerror(event->openable));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const struct cusb_monitor_options options = {.existing = true};
	unsigned int vendor = 0, product = 0;
	struct cusb_monitor *monitor;
	struct cusb_event event;
	int err;

	if (argc > 1 && sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: hotplug [VID:PID]");
	signal(SIGINT, interrupt);
	err = cusb_monitor_new(argc > 1 ? CUSB_MATCH(idVendor, vendor, idProduct, product) : NULL,
			       &options, &monitor);
	if (err < 0)
		errx(1, "%s", cusb_error_text(err));
	while ((err = cusb_monitor_next(monitor, CUSB_NO_TIMEOUT, &event)) == 0) {
		print(&event);
		cusb_device_free(event.dev);
	}
	cusb_monitor_free(monitor);
	if (err != -EINTR)
		warnx("%s", cusb_error_text(err));
	return err != -EINTR;
}
