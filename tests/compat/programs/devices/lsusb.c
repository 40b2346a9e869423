/* SPDX-License-Identifier: MIT */
/* Devices of many kinds of descriptors: they say all that there is to say by themselves. */
#include "../stand_in.h"

static const char *const devices[] = {
	"hub",
	"super",
	"/devices/webcam.device",
	"/devices/qemu-audio.device",
	"/devices/qemu-ccid.device",
	"/devices/lamp.device",
	"/devices/sensor.device",
	NULL,
};

STAND_IN(verbose) = {
	.program = "lsusb",
	.job = "showed all descriptors of seven devices and of the guest's own",
	.others = devices,
};

STAND_IN(tree) = {
	.program = "lsusb:tree",
	.job = "drew the tree of all devices",
	.others = devices,
};
