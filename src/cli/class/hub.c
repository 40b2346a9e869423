/* SPDX-License-Identifier: MIT */
/* Hubs: USB 2.0 11.23.2.1 and USB 3.2 10.15.2.1. */
#include "table.h"

/* clang-format off */

#define CHARACTERISTICS \
	"#2 power switching=ganged/per port/none/none|compound device|" \
	"#2 over-current protection=global/per port/none/none"

const char hub_layouts[] =
	/* DeviceRemovable and PortPwrCtrlMask have a bit for each port, and one before them. */
	LAYOUT("29", "hub", "$bNbrPorts, $wHubCharacteristics")
		FIELD("bNbrPorts", 1, AS_NUMBER, "ports")
		FIELD("wHubCharacteristics", 2, AS_BITS,
		      CHARACTERISTICS
		      "|#2 TT think time (FS bit times)=8/16/24/32|port indicators")
		FIELD("bPwrOn2PwrGood", 1, AS_NUMBER, "*2 ms")
		FIELD("bHubContrCurrent", 1, AS_NUMBER, "mA")
		FIELD("DeviceRemovable", REST, AS_BYTES, "")
	LAYOUT("2a", "SuperSpeed hub", "$bNbrPorts, $wHubCharacteristics")
		FIELD("bNbrPorts", 1, AS_NUMBER, "ports")
		FIELD("wHubCharacteristics", 2, AS_BITS, CHARACTERISTICS)
		FIELD("bPwrOn2PwrGood", 1, AS_NUMBER, "*2 ms")
		FIELD("bHubContrCurrent", 1, AS_NUMBER, "*4 mA")
		FIELD("bHubDecLat", 1, AS_NUMBER, "*100 ns")
		FIELD("wHubDelay", 2, AS_NUMBER, "ns")
		FIELD("DeviceRemovable", REST, AS_BYTES, "");
