/* SPDX-License-Identifier: MIT */
/* Standard descriptors: USB 2.0 9.6, USB 3.2 9.6, and the OTG and EH supplement 2.0, 6.4. */
#include "tables.h"

static const struct row device[] = {
	{"bcdUSB", 2, AS_VERSION, 0, 0, NULL},
	{"bDeviceClass", 1, AS_CLASS, 0, 0, NULL},
	{"bDeviceSubClass", 1, AS_SUBCLASS, 0, 0, NULL},
	{"bDeviceProtocol", 1, AS_PROTOCOL, 0, 0, NULL},
	{"bMaxPacketSize0", 1, AS_PACKET_0, 0, 0, NULL},
	{"idVendor", 2, AS_HEX, 0, 0, NULL},
	{"idProduct", 2, AS_HEX, 0, 0, NULL},
	{"bcdDevice", 2, AS_VERSION, 0, 0, NULL},
	{"iManufacturer", 1, AS_STRING, 0, 0, NULL},
	{"iProduct", 1, AS_STRING, 0, 0, NULL},
	{"iSerialNumber", 1, AS_STRING, 0, 0, NULL},
	{"bNumConfigurations", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row configuration[] = {
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bNumInterfaces", 1, AS_NUMBER, 0, 0, NULL},
	{"bConfigurationValue", 1, AS_NUMBER, 0, 0, NULL},
	{"iConfiguration", 1, AS_STRING, 0, 0, NULL},
	{"bmAttributes", 1, AS_BITS, 0, 0, "|||||Remote Wakeup|#1 =Bus Powered/Self Powered"},
	{"bMaxPower", 1, AS_POWER, 0, 0, NULL},
	{0},
};

static const struct row interface[] = {
	{"bInterfaceNumber", 1, AS_NUMBER, 0, 0, NULL},
	{"bAlternateSetting", 1, AS_NUMBER, 0, 0, NULL},
	{"bNumEndpoints", 1, AS_NUMBER, 0, 0, NULL},
	{"bInterfaceClass", 1, AS_CLASS, 0, 0, "0 Reserved"},
	{"bInterfaceSubClass", 1, AS_SUBCLASS, 0, 0, NULL},
	{"bInterfaceProtocol", 1, AS_PROTOCOL, 0, 0, NULL},
	{"iInterface", 1, AS_STRING, 0, 0, NULL},
	{0},
};

/* USB 2.0 table 9-13; USB 3.2 table 9-26 for interrupt endpoints: bits 5..4 are usage there, too.
 */
static const char endpoint_attributes[] =
	"#2 =Control/Isochronous/Bulk/Interrupt|"
	"#2 =/Asynchronous/Adaptive/Synchronous|"
	"#2 =/Feedback or Notification/Implicit Feedback Data/Reserved usage";

static const struct row endpoint[] = {
	{"bEndpointAddress", 1, AS_ENDPOINT, 0, 0, NULL},
	{"bmAttributes", 1, AS_BITS, 0, 0, endpoint_attributes},
	{"wMaxPacketSize", 2, AS_PACKET, 0, 0, NULL},
	{"bInterval", 1, AS_NUMBER, 0, 0, NULL},
	MAY_END, /* only the audio class has the rest */
	{"bRefresh", 1, AS_NUMBER, 0, 0, NULL},
	{"bSynchAddress", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row qualifier[] = {
	{"bcdUSB", 2, AS_VERSION, 0, 0, NULL},
	{"bDeviceClass", 1, AS_CLASS, 0, 0, NULL},
	{"bDeviceSubClass", 1, AS_SUBCLASS, 0, 0, NULL},
	{"bDeviceProtocol", 1, AS_PROTOCOL, 0, 0, NULL},
	{"bMaxPacketSize0", 1, AS_NUMBER, 0, 0, "bytes"},
	{"bNumConfigurations", 1, AS_NUMBER, 0, 0, NULL},
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row otg[] = {
	{"bmAttributes", 1, AS_BITS, 0, 0,
	 "SRP (Session Request Protocol)|HNP (Host Negotiation Protocol)|ADP (Attach Detection)|"
	 "RSP (Role Swap Protocol)"},
	MAY_END,
	{"bcdOTG", 2, AS_VERSION, 0, 0, NULL},
	{0},
};

static const struct row debug[] = {
	{"bDebugInEndpoint", 1, AS_ENDPOINT, 0, 0, NULL},
	{"bDebugOutEndpoint", 1, AS_ENDPOINT, 0, 0, NULL},
	{0},
};

static const struct row association[] = {
	{"bFirstInterface", 1, AS_NUMBER, 0, 0, NULL},
	{"bInterfaceCount", 1, AS_NUMBER, 0, 0, NULL},
	{"bFunctionClass", 1, AS_CLASS, 0, 0, "0 Reserved"},
	{"bFunctionSubClass", 1, AS_SUBCLASS, 0, 0, NULL},
	{"bFunctionProtocol", 1, AS_PROTOCOL, 0, 0, NULL},
	{"iFunction", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row bos[] = {
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bNumDeviceCaps", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row companion[] = {
	{"bMaxBurst", 1, AS_NUMBER, 0, 0, NULL},
	{"bmAttributes", 1, AS_COMPANION, 0, 0, NULL},
	{"wBytesPerInterval", 2, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row isochronous_companion[] = {
	{"wReserved", 2, AS_NUMBER, 0, 0, NULL},
	{"dwBytesPerInterval", 4, AS_NUMBER, 0, 0, "bytes"},
	{0},
};

static const struct row security[] = {
	{"wTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bNumEncryptionTypes", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row capability[] = {
	{"bDevCapabilityType", 1, AS_NAMED, 1, 0,
	 "1 Wireless USB|2 USB 2.0 Extension|3 SuperSpeed|4 Container ID|5 Platform|6 Power Delivery|"
	 "7 Battery Info|8 PD Consumer Port|9 PD Provider Port|a SuperSpeedPlus|"
	 "b Precision Time Measurement|c Wireless USB Extended|d Billboard|e Authentication|"
	 "f Billboard Alternate Mode|10 Configuration Summary|11 FWStatus"},
	{"capability", 0, AS_CHOICE, 0, 1, bos_layouts},
	{0},
};

const struct layout standard_layouts[] = {
	{0x01, "device", device, NULL},
	{0x02, "configuration", configuration, NULL},
	{0x04, "interface", interface, NULL},
	{0x05, "endpoint", endpoint, NULL},
	{0x06, "device qualifier", qualifier, NULL},
	{0x07, "other speed configuration", configuration, NULL},
	{0x09, "OTG", otg, "OTG: $bmAttributes"},
	{0x0a, "debug", debug, "debug endpoints $bDebugInEndpoint, $bDebugOutEndpoint"},
	{0x0b, "interface association", association, NULL},
	{0x0c, "security", security, NULL},
	{0x0f, "binary object store", bos, NULL},
	{0x10, "device capability", capability, "device capability: $bDevCapabilityType"},
	{0x30, "SuperSpeed endpoint companion", companion, NULL},
	{0x31, "SuperSpeedPlus isochronous companion", isochronous_companion, NULL},
	{0, NULL, NULL, NULL},
};
