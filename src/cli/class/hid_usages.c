/* SPDX-License-Identifier: MIT */
/* Names of the HID Usage Tables 1.5: all pages, and the usages of the pages that most devices have.
 */
#include "hid_items.h"
#include "names.h"

static const char pages[] =
	"1 Generic Desktop|2 Simulation Controls|3 VR Controls|4 Sport Controls|5 Game Controls|"
	"6 Generic Device Controls|7 Keyboard|8 LED|9 Button|a Ordinal|b Telephony Device|c Consumer|"
	"d Digitizers|e Haptics|f Physical Input Device|10 Unicode|11 SoC|12 Eye and Head Trackers|"
	"14 Auxiliary Display|20 Sensors|40 Medical Instrument|41 Braille Display|"
	"59 Lighting and Illumination|80 Monitor|81 Monitor Enumerated|82 VESA Virtual Controls|"
	"84 Power|85 Battery System|8c Barcode Scanner|8d Scales|8e Magnetic Stripe Reader|"
	"90 Camera Control|91 Arcade|92 Gaming Device|f1d0 FIDO Alliance";

static const char desktop[] =
	"1 Pointer|2 Mouse|4 Joystick|5 Gamepad|6 Keyboard|7 Keypad|8 Multi-axis Controller|"
	"9 Tablet PC System Controls|a Water Cooling Device|b Computer Chassis Device|"
	"c Wireless Radio Controls|d Portable Device Control|e System Multi-Axis Controller|"
	"f Spatial Controller|10 Assistive Control|11 Device Dock|12 Dockable Device|30 X|31 Y|32 Z|"
	"33 Rx|34 Ry|35 Rz|36 Slider|37 Dial|38 Wheel|39 Hat Switch|3a Counted Buffer|3b Byte Count|"
	"3c Motion Wakeup|3d Start|3e Select|40 Vx|41 Vy|42 Vz|43 Vbrx|44 Vbry|45 Vbrz|46 Vno|"
	"47 Feature Notification|48 Resolution Multiplier|80 System Control|81 System Power Down|"
	"82 System Sleep|83 System Wake Up|84 System Context Menu|85 System Main Menu|"
	"86 System App Menu|87 System Menu Help|88 System Menu Exit|89 System Menu Select|"
	"8a System Menu Right|8b System Menu Left|8c System Menu Up|8d System Menu Down|"
	"8e System Cold Restart|8f System Warm Restart|90 D-pad Up|91 D-pad Down|92 D-pad Right|"
	"93 D-pad Left|a0 System Dock|a1 System Undock|b0 System Display Invert|"
	"c6 Wireless Radio Button|c7 Wireless Radio LED|c8 Wireless Radio Slider Switch";

static const char simulation[] =
	"1 Flight Simulation Device|2 Automobile Simulation Device|ba Rudder|bb Throttle|"
	"bf Toe Brake|c4 Accelerator|c5 Brake|c6 Clutch|c7 Shifter|c8 Steering";

static const char keyboard[] =
	"0 Reserved|1 ErrorRollOver|2 POSTFail|3 ErrorUndefined|28 Enter|29 Escape|2a Backspace|"
	"2b Tab|2c Space|39 Caps Lock|3a F1|45 F12|46 Print Screen|47 Scroll Lock|48 Pause|49 Insert|"
	"4a Home|4b Page Up|4c Delete|4d End|4e Page Down|4f Right|50 Left|51 Down|52 Up|53 Num Lock|"
	"65 Application|66 Power|dd Keypad Hexadecimal|e0 Left Control|e1 Left Shift|e2 Left Alt|"
	"e3 Left GUI|e4 Right Control|e5 Right Shift|e6 Right Alt|e7 Right GUI";

static const char leds[] =
	"1 Num Lock|2 Caps Lock|3 Scroll Lock|4 Compose|5 Kana|6 Power|7 Shift|8 Do Not Disturb|"
	"9 Mute|17 Off-Hook|18 Ring|19 Message Waiting|20 Hold|21 Microphone|27 Stand-by|"
	"2a On-Line|4b Generic Indicator";

static const char telephony[] =
	"1 Phone|5 Headset|6 Handset|7 Programmable Button|20 Hook Switch|21 Flash|24 Redial|"
	"25 Transfer|26 Drop|2a Line|2b Speaker Phone|2f Phone Mute|50 Speed Dial|70 Voice Mail|"
	"97 Line Busy Tone|9e Ringer|b0 Phone Key 0|b9 Phone Key 9|ba Phone Key Star|bb Phone Key Pound";

static const char consumer[] =
	"1 Consumer Control|2 Numeric Key Pad|3 Programmable Buttons|4 Microphone|5 Headphone|"
	"6 Graphic Equalizer|30 Power|32 Sleep|40 Menu|41 Menu Pick|42 Menu Up|43 Menu Down|"
	"44 Menu Left|45 Menu Right|46 Menu Escape|6f Brightness Increment|70 Brightness Decrement|"
	"82 Mode Step|8a Email|95 Help|9c Channel Increment|9d Channel Decrement|b0 Play|b1 Pause|"
	"b2 Record|b3 Fast Forward|b4 Rewind|b5 Scan Next Track|b6 Scan Previous Track|b7 Stop|"
	"b8 Eject|bc Repeat|cd Play/Pause|cf Voice Command|e0 Volume|e2 Mute|e5 Bass Boost|"
	"e9 Volume Increment|ea Volume Decrement|183 Media Select|18a Email Reader|192 Calculator|"
	"194 Local Browser|1ae Keyboard Layout|221 Search|223 Home|224 Back|225 Forward|226 Stop|"
	"227 Refresh|22a Bookmarks|22d Zoom In|22e Zoom Out|233 Scroll Up|234 Scroll Down|238 Pan";

static const char digitizers[] =
	"1 Digitizer|2 Pen|3 Light Pen|4 Touch Screen|5 Touch Pad|6 Whiteboard|e Device Configuration|"
	"20 Stylus|21 Puck|22 Finger|23 Device Settings|30 Tip Pressure|31 Barrel Pressure|32 In Range|"
	"33 Touch|34 Untouch|35 Tap|38 Transducer Index|3b Battery Strength|3c Invert|3d X Tilt|"
	"3e Y Tilt|42 Tip Switch|43 Secondary Tip Switch|44 Barrel Switch|45 Eraser|46 Tablet Pick|"
	"47 Confidence|48 Width|49 Height|51 Contact Identifier|52 Input Mode|53 Device Mode|"
	"54 Contact Count|55 Contact Count Maximum|56 Scan Time|57 Surface Switch|58 Button Switch|"
	"59 Pad Type|5a Secondary Barrel Switch|5b Transducer Serial Number|60 Latency Mode";

static const char physical[] =
	"1 Physical Input Device|20 Normal|21 Set Effect Report|22 Effect Block Index|25 Effect Type|"
	"50 Duration|53 Trigger Button|57 Direction Enable|70 Magnitude|77 Effect Operation Report|"
	"7d Device Gain|92 State Report|96 Device Control|97 Enable Actuators|98 Disable Actuators|"
	"99 Stop All Effects|9a Reset";

static const char power[] =
	"4 UPS|5 Power Supply|10 Battery System|12 Battery|1a Input|1c Output|24 Power Summary|"
	"30 Voltage|31 Current|32 Frequency|35 Percent Load|40 Config Voltage|57 Delay Before Shutdown";

static const char battery[] =
	"2c Capacity Mode|44 Charging|45 Discharging|66 Remaining Capacity|67 Full Charge Capacity|"
	"68 Run Time To Empty|83 Design Capacity|85 Manufacturer Date|89 Device Chemistry|"
	"8b Rechargeable|d0 AC Present";

static const char fido[] = "1 U2F Authenticator Device|20 Input Report Data|21 Output Report Data";

static const struct {
	uint16_t page;
	const char *usages;
} tables[] = {
	{0x01, desktop},   {0x02, simulation}, {0x07, keyboard},   {0x08, leds},
	{0x0b, telephony}, {0x0c, consumer},   {0x0d, digitizers}, {0x0f, physical},
	{0x84, power},	   {0x85, battery},    {0xf1d0, fido},
};

static void add_name(struct class_text *text, const char *names, unsigned int value)
{
	size_t length;
	const char *name = names_find(names, value, &length);

	if (name)
		class_text_add(text, "%.*s", (int)length, name);
}

void hid_page_name(struct class_text *text, unsigned int page)
{
	if (page >= 0xff00)
		class_text_add(text, "Vendor Defined");
	else
		add_name(text, pages, page);
}

static const char *usages_of(unsigned int page)
{
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		if (tables[i].page == page)
			return tables[i].usages;
	return NULL;
}

/* Keys whose names are their characters, and usages that are numbers. */
static bool add_counted(struct class_text *text, unsigned int page, unsigned int usage)
{
	if (page == 0x07 && usage >= 0x04 && usage <= 0x1d)
		class_text_add(text, "%c", 'A' + (int)usage - 0x04);
	else if (page == 0x07 && usage >= 0x1e && usage <= 0x27)
		class_text_add(text, "%u", (usage - 0x1d) % 10);
	else if (page == 0x07 && usage >= 0x3a && usage <= 0x45)
		class_text_add(text, "F%u", usage - 0x39);
	else if (page == 0x09 && usage > 0)
		class_text_add(text, "Button %u", usage);
	else if (page == 0x0a && usage > 0)
		class_text_add(text, "Instance %u", usage);
	else if (page >= 0xff00)
		class_text_add(text, "Vendor Defined");
	else
		return false;
	return true;
}

void hid_usage_name(struct class_text *text, uint32_t usage)
{
	unsigned int page = usage >> 16, number = usage & 0xffff;
	const char *names = usages_of(page);

	if (!add_counted(text, page, number) && names)
		add_name(text, names, number);
}
