/* SPDX-License-Identifier: MIT */
/* The codes of the USB-IF, "Defined Class Codes", and of the documents of the classes. */
#include <string.h>

#include <cusb/util.h>

#include "codes.h"
#include "descriptor/class.h"
#include "names.h"

static const char subclasses[] =
	"101 Control Device|102 Streaming|103 MIDI Streaming|201 Direct Line|202 Abstract (modem)|"
	"203 Telephone|204 Multi-Channel|205 CAPI|206 Ethernet Networking|207 ATM Networking|"
	"208 Wireless Handset|209 Device Management|20a Mobile Direct Line|20b OBEX|"
	"20c Ethernet Emulation|20d Network Control Model|20e Mobile Broadband Interface Model|"
	"300 None|301 Boot Interface|601 Still Image Capture|701 Printer|801 RBC|"
	"802 ATAPI (SFF-8020i)|803 QIC-157 (tape)|804 Floppy (UFI)|805 SFF-8070i|806 SCSI|"
	"807 LSD FS|808 IEEE 1667|e00 Undefined|e01 Video Control|e02 Video Streaming|"
	"e03 Video Interface Collection|1001 AVControl Interface|1002 AVData Video|"
	"1003 AVData Audio|dc01 Reprogrammable Diagnostics|dc02 Debug Class (DbC)|e001 Radio Frequency|"
	"e002 Wireless USB Wire Adapter|ef01 Sync|ef02 Common Class|ef03 Cable Based Association|"
	"ef04 RNDIS|ef05 USB3 Vision|ef06 Stream Transport Efficient Protocol|"
	"ef07 Depth, Video and Command|fe01 Device Firmware Upgrade|fe02 IrDA Bridge|"
	"fe03 Test and Measurement";

static const char protocols[] =
	"10100 1.0|10120 2.0|10130 3.0|10200 1.0|10220 2.0|10230 3.0|"
	"20200 None|20201 AT-commands (v.25ter)|20202 AT-commands (PCCA 101)|"
	"20203 AT-commands (PCCA 101 + Annex O)|20204 AT-commands (GSM 7.07)|"
	"20205 AT-commands (3GPP 27.007)|20206 AT-commands (CDMA)|20207 Ethernet Emulation|"
	"202ff Vendor Specific|20600 None|20c07 EEM|20d01 NCM with encapsulated commands|20e00 None|"
	"30001 Keyboard|30002 Mouse|30100 None|30101 Keyboard|30102 Mouse|"
	"60101 Picture Transfer Protocol (PIMA 15470)|70101 Unidirectional|70102 Bidirectional|"
	"70103 IEEE 1284.4 compatible bidirectional|70104 IPP over USB|"
	"80400 Control/Bulk/Interrupt|80401 Control/Bulk|80450 Bulk-Only|"
	"80600 Control/Bulk/Interrupt|80601 Control/Bulk|80650 Bulk-Only|80662 UAS|"
	"90001 Single TT|90002 Multiple TT|90003 SuperSpeed hub|"
	"a0000 None|a0001 NCM Transfer Block|a0002 MBIM Transfer Block|"
	"a0030 Physical interface (ISDN)|a0031 HDLC|"
	"a0032 Transparent|b0000 Bulk transfers (CCID)|b0001 ICCD version A|b0002 ICCD version B|"
	"e0100 Protocol 1.0|e0101 Protocol 1.5|e0200 Protocol 1.0|e0201 Protocol 1.5|"
	"e0300 Protocol 1.0|dc0101 USB2 Compliance|dc0201 DbC with debug device|"
	"e00101 Bluetooth|e00102 Ultra-Wideband Radio Control|e00103 RNDIS|"
	"e00104 Bluetooth AMP Controller|"
	"e00201 Host Wire Adapter|e00202 Device Wire Adapter|e00203 Isochronous Wire Adapter|"
	"ef0101 Microsoft ActiveSync|ef0102 Palm Sync|ef0201 Interface Association|"
	"ef0202 Wire Adapter Multifunction Peripheral|ef0301 Cable Based Association|"
	"ef0401 RNDIS over Ethernet|ef0402 RNDIS over WiFi|ef0403 RNDIS over WiMAX|"
	"ef0404 RNDIS over WWAN|ef0405 RNDIS for raw IPv4|ef0406 RNDIS for raw IPv6|"
	"ef0407 RNDIS for GPRS|ef0500 Control|ef0501 Event|ef0502 Streaming|"
	"fe0101 Runtime|fe0102 DFU mode|fe0200 Default|fe0300 TMC|fe0301 TMC USB488";

/* Codes that all classes have in common. */
static const char vendor[] = "Vendor Specific";

static void add(struct class_text *text, const char *names, uint64_t code)
{
	size_t length;
	const char *name = names_find(names, code, &length);

	if (name)
		class_text_add(text, "%.*s", (int)length, name);
	else if ((code & 0xff) == 0xff)
		class_text_add(text, "%s", vendor);
}

void codes_class(struct class_text *text, unsigned int class)
{
	class_text_add(text, "%s", cusb_class_name(class));
}

void codes_subclass(struct class_text *text, unsigned int class, unsigned int subclass)
{
	add(text, subclasses, class << 8 | subclass);
}

void codes_protocol(struct class_text *text, unsigned int class, unsigned int subclass,
		    unsigned int protocol)
{
	/* A protocol of the data interface, and of CCID, does not depend on the subclass. */
	if (class == CUSB_CLASS_DATA || class == CUSB_CLASS_SMART_CARD)
		subclass = 0;
	add(text, protocols, class << 16 | subclass << 8 | protocol);
}

void codes_names(struct class_text *text, unsigned int class, unsigned int subclass,
		 unsigned int protocol)
{
	struct class_text names[2] = {{0}, {0}};

	class_text_add(text, "%s", interface_class_name(class));
	codes_subclass(&names[0], class, subclass);
	codes_protocol(&names[1], class, subclass, protocol);
	for (size_t i = 0; i < 2; i++)
		if (names[i].length > 0 && strcmp(names[i].text, "None") != 0)
			class_text_add(text, ", %s", names[i].text);
}
