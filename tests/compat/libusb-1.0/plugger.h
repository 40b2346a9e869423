/* SPDX-License-Identifier: MIT */
/*
 * A process that plugs models into the running kernel, by vhci_hcd. When the process that started
 * it is gone, however that ended, it pulls all of them out, waits until the kernel has none of them
 * any more, and ends.
 */
#ifndef LIBUSB_PLUGGER_H
#define LIBUSB_PLUGGER_H

#define NAME_SIZE 32

enum plugger_request_kind {
	PLUGGER_PLUG,  /* a model of that name */
	PLUGGER_UNPLUG /* the device that has that name in sysfs */
};

struct plugger_answer {
	int err; /* 0 or -errno */
	char name[NAME_SIZE];
	unsigned int bus, address;
};

/* The descriptor to ask by, or -1. */
int plugger_start(void);
/* Returns when the kernel has configured the device, or has it no more. From any thread. */
struct plugger_answer plugger_ask(int plugger, enum plugger_request_kind kind, const char *name);

#endif
