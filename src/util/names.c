/* SPDX-License-Identifier: MIT */
/* Names of classes and speeds. */
#include <cusb/util.h>

#include "descriptor/speed.h"

const char *cusb_class_name(unsigned int class_code)
{
	switch (class_code) {
	case CUSB_CLASS_PER_INTERFACE:
		return "Specified at interface";
	case CUSB_CLASS_AUDIO:
		return "Audio";
	case CUSB_CLASS_COMM:
		return "CDC Communication";
	case CUSB_CLASS_HID:
		return "Human Interface Device";
	case CUSB_CLASS_PHYSICAL:
		return "Physical";
	case CUSB_CLASS_IMAGE:
		return "Image";
	case CUSB_CLASS_PRINTER:
		return "Printer";
	case CUSB_CLASS_MASS_STORAGE:
		return "Mass Storage";
	case CUSB_CLASS_HUB:
		return "Hub";
	case CUSB_CLASS_DATA:
		return "CDC Data";
	case CUSB_CLASS_SMART_CARD:
		return "Smart Card";
	case CUSB_CLASS_CONTENT_SECURITY:
		return "Content Security";
	case CUSB_CLASS_VIDEO:
		return "Video";
	case CUSB_CLASS_PERSONAL_HEALTHCARE:
		return "Personal Healthcare";
	case CUSB_CLASS_AUDIO_VIDEO:
		return "Audio/Video";
	case CUSB_CLASS_BILLBOARD:
		return "Billboard";
	case CUSB_CLASS_DIAGNOSTIC:
		return "Diagnostic Device";
	case CUSB_CLASS_WIRELESS:
		return "Wireless Controller";
	case CUSB_CLASS_MISCELLANEOUS:
		return "Miscellaneous";
	case CUSB_CLASS_APPLICATION:
		return "Application Specific";
	case CUSB_CLASS_VENDOR:
		return "Vendor Specific";
	default:
		return "Unknown Class";
	}
}

const char *cusb_speed_name(int speed)
{
	static const char *const names[] = {SPEEDS(SPEED_NAME)};

	if (speed <= CUSB_SPEED_UNKNOWN || (size_t)speed >= sizeof names / sizeof names[0])
		return "unknown speed";
	return names[speed];
}
