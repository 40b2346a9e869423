/* SPDX-License-Identifier: MIT */
/*
 * Device capabilities: USB 3.2 9.6.2; Billboard 1.2.2; WebUSB; Microsoft OS 2.0 Descriptors; Power
 * Delivery 3.1, 9.2.
 */
#include "table.h"

/* clang-format off */

const char bos_layouts[] =
	LAYOUT("0f", "binary object store", "")
		FIELD("wTotalLength", 2, AS_NUMBER, "bytes")
		FIELD("bNumDeviceCaps", 1, AS_NUMBER, "")
	LAYOUT("10", "device capability", "device capability: $bDevCapabilityType")
		KEPT(1, "bDevCapabilityType", 1, AS_NAMED,
		      "1 Wireless USB|2 USB 2.0 Extension|3 SuperSpeed|4 Container ID|5 Platform|"
		      "6 Power Delivery|7 Battery Info|8 PD Consumer Port|9 PD Provider Port|"
		      "a SuperSpeedPlus|b Precision Time Measurement|c Wireless USB Extended|"
		      "d Billboard|e Authentication|f Billboard Alternate Mode|"
		      "10 Configuration Summary|11 FWStatus")
		CHOICE(1, "capability")
		WHEN("2") /* USB 2.0 Extension */
			FIELD("bmAttributes", 4, AS_BITS,
			      "|Link Power Management (LPM)|BESL|baseline BESL|deep BESL||||"
			      "#4 baseline BESL|#4 deep BESL")
		WHEN("3") /* SuperSpeed */
			FIELD("bmAttributes", 1, AS_BITS, "|Latency Tolerance Messages (LTM)")
			FIELD("wSpeedsSupported", 2, AS_BITS,
			      "Low Speed (1.5 Mbit/s)|Full Speed (12 Mbit/s)|"
			      "High Speed (480 Mbit/s)|SuperSpeed (5 Gbit/s)")
			FIELD("bFunctionalitySupport", 1, AS_NAMED,
			      "0 Low Speed|1 Full Speed|2 High Speed|3 SuperSpeed")
			FIELD("bU1DevExitLat", 1, AS_NUMBER, "us")
			FIELD("bU2DevExitLat", 2, AS_NUMBER, "us")
		WHEN("4") /* Container ID */
			FIELD("bReserved", 1, AS_NUMBER, "")
			FIELD("ContainerID", 16, AS_GUID, "")
		WHEN("5") /* Platform */
			FIELD("bReserved", 1, AS_NUMBER, "")
			KEPT(2, "PlatformCapabilityUUID", 16, AS_GUID,
			      "3408b638-09a9-47a0-8bfd-a0768815b665 WebUSB|"
			      "d8dd60df-4589-4cc7-9cd2-659d9e648a9f Microsoft OS 2.0")
			CHOICE(2, "platform")
			WHEN("3408b638")
				FIELD("bcdVersion", 2, AS_VERSION, "")
				FIELD("bVendorCode", 1, AS_NUMBER, "")
				FIELD("iLandingPage", 1, AS_NUMBER, "")
			WHEN("d8dd60df")
				GROUP(REST, "sets")
					FIELD("dwWindowsVersion", 4, AS_HEX, "")
					FIELD("wMSOSDescriptorSetTotalLength", 2, AS_NUMBER,
					      "bytes")
					FIELD("bMS_VendorCode", 1, AS_NUMBER, "")
					FIELD("bAltEnumCode", 1, AS_NUMBER, "")
				END
			OTHERWISE
				FIELD("CapabilityData", REST, AS_BYTES, "")
			END
		WHEN("6") /* Power Delivery */
			FIELD("bReserved", 1, AS_NUMBER, "")
			FIELD("bmAttributes", 4, AS_BITS,
			      "|Battery Charging|Power Delivery|Provider|Consumer|Charging Policy|"
			      "Type-C Current||#8 power sources")
			FIELD("bmProviderPorts", 2, AS_HEX, "")
			FIELD("bmConsumerPorts", 2, AS_HEX, "")
			FIELD("bcdBCVersion", 2, AS_VERSION, "")
			FIELD("bcdPDVersion", 2, AS_VERSION, "")
			FIELD("bcdUSBTypeCVersion", 2, AS_VERSION, "")
		WHEN("7") /* Battery Info */
			FIELD("iBattery", 1, AS_STRING, "")
			FIELD("iSerial", 1, AS_STRING, "")
			FIELD("iManufacturer", 1, AS_STRING, "")
			FIELD("bBatteryId", 1, AS_NUMBER, "")
			FIELD("bReserved", 1, AS_NUMBER, "")
			FIELD("dwChargedThreshold", 4, AS_NUMBER, "mWh")
			FIELD("dwWeakThreshold", 4, AS_NUMBER, "mWh")
			FIELD("dwBatteryDesignCapacity", 4, AS_NUMBER, "mWh")
			FIELD("dwBatteryLastFullchargeCapacity", 4, AS_NUMBER, "mWh")
		WHEN("8") /* PD Consumer Port */
		WHEN("9") /* PD Provider Port */
			FIELD("bReserved", 1, AS_NUMBER, "")
			FIELD("bmCapabilities", 2, AS_BITS,
			      "Battery Charging|Power Delivery|Type-C Current")
			FIELD("wMinVoltage", 2, AS_NUMBER, "*50 mV")
			FIELD("wMaxVoltage", 2, AS_NUMBER, "*50 mV")
			FIELD("powers", REST, AS_BYTES, "")
		WHEN("a") /* SuperSpeedPlus */
			FIELD("bReserved", 1, AS_NUMBER, "")
			FIELD("bmAttributes", 4, AS_BITS,
			      "#5 sublink attributes, less 1:|#4 sublink ids, less 1:")
			FIELD("wFunctionalitySupport", 2, AS_BITS,
			      "#4 minimum sublink id|||||#4 minimum receive lanes|"
			      "#4 minimum transmit lanes")
			FIELD("wReserved", 2, AS_NUMBER, "")
			LIST(REST, "bmSublinkSpeedAttr", 4, AS_SUBLINK, "")
		WHEN("b") /* Precision Time Measurement */
			MAY_END
		WHEN("d") /* Billboard */
			FIELD("iAdditionalInfoURL", 1, AS_STRING, "")
			KEPT(2, "bNumberOfAlternateModes", 1, AS_NUMBER, "")
			FIELD("bPreferredAlternateMode", 1, AS_NUMBER, "")
			FIELD("VconnPower", 2, AS_BITS,
			      "#3 =1 W/1.5 W/2 W/3 W/4 W/5 W/6 W/reserved|||||||||||||"
			      "no VCONN power needed")
			FIELD("bmConfigured", 32, AS_BYTES, "")
			FIELD("bcdVersion", 2, AS_VERSION, "")
			FIELD("bAdditionalFailureInfo", 1, AS_BITS,
			      "lack of power|no Power Delivery communication")
			FIELD("bReserved", 1, AS_NUMBER, "")
			GROUP(2, "modes")
				FIELD("wSVID", 2, AS_HEX, "")
				FIELD("bAlternateMode", 1, AS_NUMBER, "")
				FIELD("iAlternateModeString", 1, AS_STRING, "")
			END
		WHEN("f") /* Billboard Alternate Mode */
			FIELD("bIndex", 1, AS_NUMBER, "")
			FIELD("dwAlternateModeVdo", 4, AS_HEX, "")
		WHEN("10") /* Configuration Summary */
			FIELD("bcdVersion", 2, AS_VERSION, "")
			FIELD("bConfigurationValue", 1, AS_NUMBER, "")
			FIELD("bMaxPower", 1, AS_POWER, "")
			KEPT(2, "bNumFunctions", 1, AS_NUMBER, "")
			GROUP(2, "functions")
				FIELD("bClass", 1, AS_HEX, "")
				FIELD("bSubClass", 1, AS_HEX, "")
				FIELD("bProtocol", 1, AS_HEX, "")
			END
		OTHERWISE
			FIELD("CapabilityData", REST, AS_BYTES, "")
		END;
