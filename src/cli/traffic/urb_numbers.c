/* SPDX-License-Identifier: MIT */
/*
 * Kernel fact: the attribute `urbnum` counts the URBs that were submitted to a device. Everybody
 * may read it, and it wakes no device.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/bus/device_arg.h"
#include "cli/traffic/urb_numbers.h"

/* -1: it cannot be read. */
static long long read_urbs(const struct cusb_device *dev)
{
	char path[96], text[24];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/urbnum", dev->name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? strtoll(text, NULL, 10) : -1;
}

/* NULL: there are too many devices. A device that is new has no URBs before now. */
static struct urb_number *number_of(struct urb_numbers *numbers, const struct cusb_device *dev,
				    unsigned long long urbs)
{
	struct urb_number *number = numbers->devices, *end = number + numbers->count;

	while (number < end && (number->busnum != dev->bus || number->devnum != dev->address))
		number++;
	if (number < end)
		return number;
	if (numbers->count == NUMBERED_DEVICES)
		return NULL;
	numbers->count++;
	*number = (struct urb_number){dev->bus, dev->address, urbs};
	return number;
}

size_t urb_numbers_look(struct urb_numbers *numbers, const struct cli_bus *bus,
			struct traffic_count *devices, size_t most)
{
	struct cusb_device **list;
	struct device_arg any;
	size_t busy = 0;
	ssize_t count;

	device_arg_parse(NULL, &any);
	count = device_arg_find(&any, bus, &list);
	for (ssize_t i = 0; i < count && busy < most; i++) {
		long long urbs = read_urbs(list[i]);
		struct urb_number *number =
			urbs < 0 ? NULL : number_of(numbers, list[i], (unsigned long long)urbs);

		if (!number || (unsigned long long)urbs <= number->urbs)
			continue;
		devices[busy++] = (struct traffic_count){.busnum = number->busnum,
							 .devnum = number->devnum,
							 .transfers = (unsigned long long)urbs -
								      number->urbs};
		number->urbs = (unsigned long long)urbs;
	}
	if (count >= 0)
		cusb_free_list(list);
	return busy;
}
