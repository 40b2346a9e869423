/* SPDX-License-Identifier: MIT */
/* Lists of names that several rows have. */
#include <string.h>

#include "lists.h"

/* clang-format off */

static const struct {
	const char *name, *list;
} lists[] = {
	/* Of all audio classes: USB Audio Terminal Types 4.0. */
	{"terminal types",
	 "100 USB Undefined|101 USB Streaming|1ff USB Vendor Specific|200 Input Undefined|"
	 "201 Microphone|202 Desktop Microphone|203 Personal Microphone|"
	 "204 Omni-directional Microphone|205 Microphone Array|206 Processing Microphone Array|"
	 "300 Output Undefined|301 Speaker|302 Headphones|303 Head Mounted Display Audio|"
	 "304 Desktop Speaker|305 Room Speaker|306 Communication Speaker|"
	 "307 Low Frequency Effects Speaker|400 Bidirectional Undefined|401 Handset|402 Headset|"
	 "403 Speakerphone, no echo reduction|404 Echo-suppressing speakerphone|"
	 "405 Echo-canceling speakerphone|500 Telephony Undefined|501 Phone line|502 Telephone|"
	 "503 Down Line Phone|600 External Undefined|601 Analog Connector|"
	 "602 Digital Audio Interface|603 Line Connector|604 Legacy Audio Connector|"
	 "605 S/PDIF interface|606 1394 DA stream|607 1394 DV stream soundtrack|608 ADAT Lightpipe|"
	 "609 TDIF|60a MADI|700 Embedded Undefined|701 Level Calibration Noise Source|"
	 "702 Equalization Noise|703 CD player|704 DAT|705 DCC|706 Compressed Audio Player|"
	 "707 Analog Tape|708 Phonograph|709 VCR Audio|70a Video Disc Audio|70b DVD Audio|"
	 "70c TV Tuner Audio|70d Satellite Receiver Audio|70e Cable Tuner Audio|70f DSS Audio|"
	 "710 Radio Receiver|711 Radio Transmitter|712 Multi-track Recorder|713 Synthesizer|"
	 "714 Piano|715 Guitar|716 Drums or Rhythm|717 Other Musical Instrument"},
	/* USB Video 1.5, appendix B. */
	{"camera terminal types",
	 "100 USB Vendor Specific|101 USB Streaming|200 Input Vendor Specific|201 Camera Sensor|"
	 "202 Sequential Media|300 Output Vendor Specific|301 Generic Display|302 Sequential Media|"
	 "400 External Vendor Specific|401 Composite Video|402 S-Video|403 Component Video"},
	/* wChannelConfig: UAC 1.0, 3.7.2.3. */
	{"audio 1 channels",
	 "Left Front (L)|Right Front (R)|Center Front (C)|Low Frequency Enhancement (LFE)|"
	 "Left Surround (LS)|Right Surround (RS)|Left of Center (LC)|Right of Center (RC)|"
	 "Surround (S)|Side Left (SL)|Side Right (SR)|Top (T)"},
	/* bmChannelConfig: UAC 2.0, 4.1. */
	{"audio channels",
	 "Front Left (FL)|Front Right (FR)|Front Center (FC)|Low Frequency Effects (LFE)|"
	 "Back Left (BL)|Back Right (BR)|Front Left of Center (FLC)|Front Right of Center (FRC)|"
	 "Back Center (BC)|Side Left (SL)|Side Right (SR)|Top Center (TC)|Top Front Left (TFL)|"
	 "Top Front Center (TFC)|Top Front Right (TFR)|Top Back Left (TBL)|Top Back Center (TBC)|"
	 "Top Back Right (TBR)|Top Front Left of Center (TFLC)|Top Front Right of Center (TFRC)|"
	 "Left LFE (LLFE)|Right LFE (RLFE)|Top Side Left (TSL)|Top Side Right (TSR)|"
	 "Bottom Center (BC)|Back Left of Center (BLC)|Back Right of Center (BRC)|||||"
	 "Raw Data (RD)"},
	{"channel counts",
	 "1 mono|2 stereo|3 3 channels|4 4 channels|5 5 channels|6 6 channels|7 7 channels|"
	 "8 8 channels"},
	/* Of a feature unit: UAC 2.0, A.17.7. */
	{"audio controls",
	 "Mute|Volume|Bass|Mid|Treble|Graphic Equalizer|Automatic Gain|Delay|Bass Boost|"
	 "Loudness|Input Gain|Input Gain Pad|Phase Inverter|Underflow|Overflow"},
	{"audio effects",
	 "1 Parametric Equalizer Section|2 Reverberation|3 Modulation Delay|"
	 "4 Dynamic Range Compressor"},
	{"format tags",
	 "0 Undefined|1 PCM|2 PCM8|3 IEEE_FLOAT|4 ALAW|5 MULAW|1000 MPEG Undefined|"
	 "1001 MPEG|1002 AC-3|2001 IEC1937 AC-3|2002 IEC1937 MPEG-1 layer 1|"
	 "2003 IEC1937 MPEG-1 layer 2 or 3|2004 IEC1937 MPEG-2 EXT|"
	 "2005 IEC1937 MPEG-2 layer 1 LS|2006 IEC1937 MPEG-2 layer 2 or 3 LS"},
	{"encoding controls",
	 "Select Layer|Profile and Toolset|Video Resolution|Minimum Frame Interval|Slice Mode|"
	 "Rate Control Mode|Average Bit Rate|CPB Size|Peak Bit Rate|Quantization Parameter|"
	 "Synchronization and Long-Term Reference Frame|Long-Term Buffer|"
	 "Picture Long-Term Reference|LTR Validation|Level IDC|SEI Message|QP Range|Priority ID|"
	 "Start or Stop Layer/View|Error Resiliency"},
	{"stream controls",
	 "wKeyFrameRate|wPFrameRate|wCompQuality|wCompWindowSize|Generate Key Frame|"
	 "Update Frame Segment"},
	{"interlace flags",
	 "interlaced|1 field per frame|field 1 first||"
	 "#2 field pattern=field 1 only/field 2 only/regular/random"},
	{"Microsoft OS 2.0 types",
	 "0 Set|1 Configuration subset|2 Function subset|3 Compatible ID|4 Registry property|"
	 "5 Minimum resume time|6 Model ID|7 CCGP device|8 Vendor revision"},
};

/* clang-format on */

const char *list_named(const char *name)
{
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (strcmp(lists[i].name, name) == 0)
			return lists[i].list;
	return NULL;
}
