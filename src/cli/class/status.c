/* SPDX-License-Identifier: MIT */
/* Answers to GET_STATUS: USB 2.0 9.4.5 and 11.24.2.6; USB 3.2 9.4.5 and 10.16.2.6. */
#include "table.h"

/* clang-format off */

const char device_status[] =
	FIELD("wStatus", 2, AS_BITS,
	      "#1 =Bus Powered/Self Powered|Remote Wakeup Enabled|U1 Enabled|U2 Enabled|"
	      "LTM Enabled");

const char hub_status[] =
	FIELD("wHubStatus", 2, AS_BITS, "local power lost|over-current")
	FIELD("wHubChange", 2, AS_BITS, "local power|over-current");

const char port_status[] =
	FIELD("wPortStatus", 2, AS_BITS,
	      "connected|enabled|suspended|over-current|reset|L1|||power|low speed|high speed|test|"
	      "indicator")
	FIELD("wPortChange", 2, AS_BITS, "connection|enable|suspend|over-current|reset|L1");

const char super_port_status[] =
	FIELD("wPortStatus", 2, AS_BITS,
	      "connected|enabled||over-current|reset|"
	      "#4 link =U0/U1/U2/U3/Disabled/Rx.Detect/Inactive/Polling/Recovery/Hot Reset/"
	      "Compliance/Loopback|power|#3 speed id")
	FIELD("wPortChange", 2, AS_BITS,
	      "connection|||over-current|reset|BH reset|link state|config error");
