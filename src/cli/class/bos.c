/* SPDX-License-Identifier: MIT */
/*
 * Device capabilities: USB 3.2 9.6.2; Billboard 1.2.2; WebUSB; Microsoft OS 2.0 Descriptors; Power
 * Delivery 3.1, 9.2.
 */
#include "tables.h"

static const char platform_names[] = "3408b638-09a9-47a0-8bfd-a0768815b665 WebUSB|"
				     "d8dd60df-4589-4cc7-9cd2-659d9e648a9f Microsoft OS 2.0";

static const char delivery[] = "|Battery Charging|Power Delivery|Provider|Consumer|Charging Policy|"
			       "Type-C Current||#8 power sources";

static const char speeds[] =
	"Low Speed (1.5 Mbit/s)|Full Speed (12 Mbit/s)|High Speed (480 Mbit/s)|"
	"SuperSpeed (5 Gbit/s)";

static const struct row usb2[] = {
	{"bmAttributes", 4, AS_BITS, 0, 0,
	 "|Link Power Management (LPM)|BESL|baseline BESL|deep BESL||||#4 baseline BESL|"
	 "#4 deep BESL"},
	{0},
};

static const struct row super_speed[] = {
	{"bmAttributes", 1, AS_BITS, 0, 0, "|Latency Tolerance Messages (LTM)"},
	{"wSpeedsSupported", 2, AS_BITS, 0, 0, speeds},
	{"bFunctionalitySupport", 1, AS_NAMED, 0, 0,
	 "0 Low Speed|1 Full Speed|2 High Speed|3 SuperSpeed"},
	{"bU1DevExitLat", 1, AS_NUMBER, 0, 0, "us"},
	{"bU2DevExitLat", 2, AS_NUMBER, 0, 0, "us"},
	{0},
};

static const struct row container[] = {
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"ContainerID", 16, AS_GUID, 0, 0, NULL},
	{0},
};

static const struct row webusb[] = {
	{"bcdVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bVendorCode", 1, AS_NUMBER, 0, 0, NULL},
	{"iLandingPage", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row ms_os_2_set[] = {
	{"dwWindowsVersion", 4, AS_HEX, 0, 0, NULL},
	{"wMSOSDescriptorSetTotalLength", 2, AS_NUMBER, 0, 0, "bytes"},
	{"bMS_VendorCode", 1, AS_NUMBER, 0, 0, NULL},
	{"bAltEnumCode", 1, AS_NUMBER, 0, 0, NULL},
	{0},
};

static const struct row ms_os_2[] = {
	{"sets", 0, AS_GROUP, 0, TIMES_REST, ms_os_2_set},
	{0},
};

static const struct row other[] = {
	{"CapabilityData", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct layout platforms[] = {
	{CHOSEN(PLATFORM_WEBUSB), NULL, webusb, NULL},
	{CHOSEN(PLATFORM_MS_OS_2), NULL, ms_os_2, NULL},
	{0, NULL, other, NULL},
};

static const struct row platform[] = {
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"PlatformCapabilityUUID", 16, AS_GUID, 2, 0, platform_names},
	{"platform", 0, AS_CHOICE, 0, 2, platforms},
	{0},
};

static const struct row power_delivery[] = {
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"bmAttributes", 4, AS_BITS, 0, 0, delivery},
	{"bmProviderPorts", 2, AS_HEX, 0, 0, NULL},
	{"bmConsumerPorts", 2, AS_HEX, 0, 0, NULL},
	{"bcdBCVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bcdPDVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bcdUSBTypeCVersion", 2, AS_VERSION, 0, 0, NULL},
	{0},
};

static const struct row battery[] = {
	{"iBattery", 1, AS_STRING, 0, 0, NULL},
	{"iSerial", 1, AS_STRING, 0, 0, NULL},
	{"iManufacturer", 1, AS_STRING, 0, 0, NULL},
	{"bBatteryId", 1, AS_NUMBER, 0, 0, NULL},
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"dwChargedThreshold", 4, AS_NUMBER, 0, 0, "mWh"},
	{"dwWeakThreshold", 4, AS_NUMBER, 0, 0, "mWh"},
	{"dwBatteryDesignCapacity", 4, AS_NUMBER, 0, 0, "mWh"},
	{"dwBatteryLastFullchargeCapacity", 4, AS_NUMBER, 0, 0, "mWh"},
	{0},
};

static const struct row port[] = {
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"bmCapabilities", 2, AS_BITS, 0, 0, "Battery Charging|Power Delivery|Type-C Current"},
	{"wMinVoltage", 2, AS_NUMBER, 0, 0, "*50 mV"},
	{"wMaxVoltage", 2, AS_NUMBER, 0, 0, "*50 mV"},
	{"powers", SIZE_REST, AS_BYTES, 0, 0, NULL},
	{0},
};

static const struct row super_plus[] = {
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"bmAttributes", 4, AS_BITS, 0, 0,
	 "#5 sublink attributes, less 1:|#4 sublink ids, less 1:"},
	{"wFunctionalitySupport", 2, AS_BITS, 0, 0,
	 "#4 minimum sublink id|||||#4 minimum receive lanes|#4 minimum transmit lanes"},
	{"wReserved", 2, AS_NUMBER, 0, 0, NULL},
	{"bmSublinkSpeedAttr", 4, AS_SUBLINK, 0, TIMES_REST, NULL},
	{0},
};

static const struct row mode[] = {
	{"wSVID", 2, AS_HEX, 0, 0, NULL},
	{"bAlternateMode", 1, AS_NUMBER, 0, 0, NULL},
	{"iAlternateModeString", 1, AS_STRING, 0, 0, NULL},
	{0},
};

static const struct row billboard[] = {
	{"iAdditionalInfoURL", 1, AS_STRING, 0, 0, NULL},
	{"bNumberOfAlternateModes", 1, AS_NUMBER, 2, 0, NULL},
	{"bPreferredAlternateMode", 1, AS_NUMBER, 0, 0, NULL},
	{"VconnPower", 2, AS_BITS, 0, 0,
	 "#3 =1 W/1.5 W/2 W/3 W/4 W/5 W/6 W/reserved|||||||||||||no VCONN power needed"},
	{"bmConfigured", 32, AS_BYTES, 0, 0, NULL},
	{"bcdVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bAdditionalFailureInfo", 1, AS_BITS, 0, 0,
	 "lack of power|no Power Delivery communication"},
	{"bReserved", 1, AS_NUMBER, 0, 0, NULL},
	{"modes", 0, AS_GROUP, 0, 2, mode},
	{0},
};

static const struct row billboard_mode[] = {
	{"bIndex", 1, AS_NUMBER, 0, 0, NULL},
	{"dwAlternateModeVdo", 4, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row function[] = {
	{"bClass", 1, AS_HEX, 0, 0, NULL},
	{"bSubClass", 1, AS_HEX, 0, 0, NULL},
	{"bProtocol", 1, AS_HEX, 0, 0, NULL},
	{0},
};

static const struct row summary[] = {
	{"bcdVersion", 2, AS_VERSION, 0, 0, NULL},
	{"bConfigurationValue", 1, AS_NUMBER, 0, 0, NULL},
	{"bMaxPower", 1, AS_POWER, 0, 0, NULL},
	{"bNumFunctions", 1, AS_NUMBER, 2, 0, NULL},
	{"functions", 0, AS_GROUP, 0, 2, function},
	{0},
};

static const struct row nothing[] = {
	{0},
};

const struct layout bos_layouts[] = {
	{CHOSEN(0x02), "USB 2.0 Extension", usb2, NULL},
	{CHOSEN(0x03), "SuperSpeed", super_speed, NULL},
	{CHOSEN(0x04), "Container ID", container, NULL},
	{CHOSEN(0x05), "Platform", platform, NULL},
	{CHOSEN(0x06), "Power Delivery", power_delivery, NULL},
	{CHOSEN(0x07), "Battery Info", battery, NULL},
	{CHOSEN(0x08), "PD Consumer Port", port, NULL},
	{CHOSEN(0x09), "PD Provider Port", port, NULL},
	{CHOSEN(0x0a), "SuperSpeedPlus", super_plus, NULL},
	{CHOSEN(0x0b), "Precision Time Measurement", nothing, NULL},
	{CHOSEN(0x0d), "Billboard", billboard, NULL},
	{CHOSEN(0x0f), "Billboard Alternate Mode", billboard_mode, NULL},
	{CHOSEN(0x10), "Configuration Summary", summary, NULL},
	{0, NULL, other, NULL},
};
