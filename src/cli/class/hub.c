/* SPDX-License-Identifier: MIT */
/* Hubs: USB 2.0 11.23.2.1 and USB 3.2 10.15.2.1. */
#include "tables.h"

#define CHARACTERISTICS                                                                            \
	"#2 power switching=ganged/per port/none/none|compound device|"                            \
	"#2 over-current protection=global/per port/none/none"

/* DeviceRemovable and PortPwrCtrlMask have a bit for each port, and one before them. */
static const struct row hub[] = {
	{"bNbrPorts", 1, AS_NUMBER, 0, 0, "ports"},
	{"wHubCharacteristics", 2, AS_BITS, 0, 0,
	 CHARACTERISTICS "|#2 TT think time (FS bit times)=8/16/24/32|port indicators"},
	{"bPwrOn2PwrGood", 1, AS_NUMBER, 0, 0, "*2 ms"},
	{"bHubContrCurrent", 1, AS_NUMBER, 0, 0, "mA"},
	{"DeviceRemovable", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct row super_hub[] = {
	{"bNbrPorts", 1, AS_NUMBER, 0, 0, "ports"},
	{"wHubCharacteristics", 2, AS_BITS, 0, 0, CHARACTERISTICS},
	{"bPwrOn2PwrGood", 1, AS_NUMBER, 0, 0, "*2 ms"},
	{"bHubContrCurrent", 1, AS_NUMBER, 0, 0, "*4 mA"},
	{"bHubDecLat", 1, AS_NUMBER, 0, 0, "*100 ns"},
	{"wHubDelay", 2, AS_NUMBER, 0, 0, "ns"},
	{"DeviceRemovable", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

const struct layout hub_layouts[] = {
	{0x29, "hub", hub, "$bNbrPorts, $wHubCharacteristics"},
	{0x2a, "SuperSpeed hub", super_hub, "$bNbrPorts, $wHubCharacteristics"},
	{0, NULL, NULL, NULL},
};
