/* SPDX-License-Identifier: MIT */
/* Answers to GET_STATUS: USB 2.0 9.4.5 and 11.24.2.6; USB 3.2 9.4.5 and 10.16.2.6. */
#include "tables.h"

const struct row device_status[] = {
	{"wStatus", 2, AS_BITS, 0, 0,
	 "#1 =Bus Powered/Self Powered|Remote Wakeup Enabled|U1 Enabled|U2 Enabled|LTM Enabled"},
	{0},
};

const struct row hub_status[] = {
	{"wHubStatus", 2, AS_BITS, 0, 0, "local power lost|over-current"},
	{"wHubChange", 2, AS_BITS, 0, 0, "local power|over-current"},
	{0},
};

const struct row port_status[] = {
	{"wPortStatus", 2, AS_BITS, 0, 0,
	 "connected|enabled|suspended|over-current|reset|L1|||power|low speed|high speed|test|"
	 "indicator"},
	{"wPortChange", 2, AS_BITS, 0, 0, "connection|enable|suspend|over-current|reset|L1"},
	{0},
};

const struct row super_port_status[] = {
	{"wPortStatus", 2, AS_BITS, 0, 0,
	 "connected|enabled||over-current|reset|#4 link =U0/U1/U2/U3/Disabled/Rx.Detect/Inactive/"
	 "Polling/Recovery/Hot Reset/Compliance/Loopback|power|#3 speed id"},
	{"wPortChange", 2, AS_BITS, 0, 0,
	 "connection|||over-current|reset|BH reset|link state|config error"},
	{0},
};
