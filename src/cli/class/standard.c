/* SPDX-License-Identifier: MIT */
/* Standard descriptors: USB 2.0 9.6, USB 3.2 9.6, and the OTG and EH supplement 2.0, 6.4. */
#include "table.h"

/* clang-format off */

const char standard_layouts[] =
	LAYOUT("01", "device", "")
		FIELD("bcdUSB", 2, AS_VERSION, "")
		FIELD("bDeviceClass", 1, AS_CLASS, "")
		FIELD("bDeviceSubClass", 1, AS_SUBCLASS, "")
		FIELD("bDeviceProtocol", 1, AS_PROTOCOL, "")
		FIELD("bMaxPacketSize0", 1, AS_PACKET_0, "")
		FIELD("idVendor", 2, AS_HEX, "")
		FIELD("idProduct", 2, AS_HEX, "")
		FIELD("bcdDevice", 2, AS_VERSION, "")
		FIELD("iManufacturer", 1, AS_STRING, "")
		FIELD("iProduct", 1, AS_STRING, "")
		FIELD("iSerialNumber", 1, AS_STRING, "")
		FIELD("bNumConfigurations", 1, AS_NUMBER, "")
	LAYOUT("02", "configuration", "")
	LAYOUT("07", "other speed configuration", "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
		FIELD("bNumInterfaces", 1, AS_NUMBER, "")
		FIELD("bConfigurationValue", 1, AS_NUMBER, "")
		FIELD("iConfiguration", 1, AS_STRING, "")
		FIELD("bmAttributes", 1, AS_BITS, "|||||Remote Wakeup|#1 =Bus Powered/Self Powered")
		FIELD("bMaxPower", 1, AS_POWER, "")
	LAYOUT("04", "interface", "")
		FIELD("bInterfaceNumber", 1, AS_NUMBER, "")
		FIELD("bAlternateSetting", 1, AS_NUMBER, "")
		FIELD("bNumEndpoints", 1, AS_NUMBER, "")
		FIELD("bInterfaceClass", 1, AS_CLASS, "0 Reserved")
		FIELD("bInterfaceSubClass", 1, AS_SUBCLASS, "")
		FIELD("bInterfaceProtocol", 1, AS_PROTOCOL, "")
		FIELD("iInterface", 1, AS_STRING, "")
	/*
	 * USB 2.0 table 9-13; USB 3.2 table 9-26 for interrupt endpoints: bits 5..4 are usage
	 * there, too. Only the audio class has the last two fields.
	 */
	LAYOUT("05", "endpoint", "")
		FIELD("bEndpointAddress", 1, AS_ENDPOINT, "")
		FIELD("bmAttributes", 1, AS_BITS,
		      "#2 =Control/Isochronous/Bulk/Interrupt|"
		      "#2 =/Asynchronous/Adaptive/Synchronous|"
		      "#2 =/Feedback or Notification/Implicit Feedback Data/Reserved usage")
		FIELD("wMaxPacketSize", 2, AS_PACKET, "")
		FIELD("bInterval", 1, AS_NUMBER, "")
		MAY_END
		FIELD("bRefresh", 1, AS_NUMBER, "")
		FIELD("bSynchAddress", 1, AS_NUMBER, "")
	LAYOUT("06", "device qualifier", "")
		FIELD("bcdUSB", 2, AS_VERSION, "")
		FIELD("bDeviceClass", 1, AS_CLASS, "")
		FIELD("bDeviceSubClass", 1, AS_SUBCLASS, "")
		FIELD("bDeviceProtocol", 1, AS_PROTOCOL, "")
		FIELD("bMaxPacketSize0", 1, AS_NUMBER, "bytes")
		FIELD("bNumConfigurations", 1, AS_NUMBER, "")
		FIELD("bReserved", 1, AS_NUMBER, "")
	LAYOUT("09", "OTG", "OTG: $bmAttributes")
		FIELD("bmAttributes", 1, AS_BITS,
		      "SRP (Session Request Protocol)|HNP (Host Negotiation Protocol)|"
		      "ADP (Attach Detection)|RSP (Role Swap Protocol)")
		MAY_END
		FIELD("bcdOTG", 2, AS_VERSION, "")
	LAYOUT("0a", "debug", "debug endpoints $bDebugInEndpoint, $bDebugOutEndpoint")
		FIELD("bDebugInEndpoint", 1, AS_ENDPOINT, "")
		FIELD("bDebugOutEndpoint", 1, AS_ENDPOINT, "")
	LAYOUT("0b", "interface association", "")
		FIELD("bFirstInterface", 1, AS_NUMBER, "")
		FIELD("bInterfaceCount", 1, AS_NUMBER, "")
		FIELD("bFunctionClass", 1, AS_CLASS, "0 Reserved")
		FIELD("bFunctionSubClass", 1, AS_SUBCLASS, "")
		FIELD("bFunctionProtocol", 1, AS_PROTOCOL, "")
		FIELD("iFunction", 1, AS_STRING, "")
	LAYOUT("0c", "security", "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
		FIELD("bNumEncryptionTypes", 1, AS_NUMBER, "")
	LAYOUT("30", "SuperSpeed endpoint companion", "")
		FIELD("bMaxBurst", 1, AS_NUMBER, "")
		FIELD("bmAttributes", 1, AS_COMPANION, "")
		FIELD("wBytesPerInterval", 2, AS_NUMBER, "bytes")
	LAYOUT("31", "SuperSpeedPlus isochronous companion", "")
		FIELD("wReserved", 2, AS_NUMBER, "")
		FIELD("dwBytesPerInterval", 4, AS_NUMBER, "bytes");
