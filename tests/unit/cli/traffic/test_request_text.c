/* SPDX-License-Identifier: MIT */
#include "cli/traffic/request_text.h"
#include "unit.h"

static const struct {
	uint8_t bytes[8];
	const char *text;
} requests[] = {
	{{0x80, 6, 0, 1, 0, 0, 18, 0}, "GET_DESCRIPTOR device 0, 18 bytes"},
	{{0x80, 6, 2, 3, 9, 4, 255, 0}, "GET_DESCRIPTOR string 2 index 0409, 255 bytes"},
	{{0x81, 6, 0, 0x22, 1, 0, 0, 1}, "GET_DESCRIPTOR HID report 0 index 0001, 256 bytes"},
	{{0x80, 6, 5, 0x77, 0, 0, 8, 0}, "GET_DESCRIPTOR value 7705, 8 bytes"},
	{{0x00, 9, 1, 0, 0, 0, 0, 0}, "SET_CONFIGURATION value 0001"},
	{{0x02, 1, 0, 0, 0x81, 0, 0, 0}, "CLEAR_FEATURE value 0000 index 0081"},
	{{0xa3, 0, 0, 0, 2, 0, 4, 0}, "port GET_STATUS value 0000 index 0002, 4 bytes"},
	{{0x21, 0x22, 3, 0, 0, 0, 0, 0}, "CDC SET_CONTROL_LINE_STATE value 0003"},
	{{0xa1, 0xfe, 0, 0, 0, 0, 1, 0}, "storage GET_MAX_LUN value 0000, 1 bytes"},
	{{0xa1, 0x01, 0, 1, 0, 0, 8, 0}, "class request 01 value 0100, 8 bytes"},
	{{0x40, 0x5a, 0x34, 0x12, 0x78, 0x56, 0, 0}, "vendor request 5a value 1234 index 5678"},
	{{0x60, 0xff, 0, 0, 0, 0, 0, 0}, "reserved request ff value 0000"},
};

CASE_PER_ROW(a_request_has_a_name_where_its_numbers_tell_it, requests)
{
	const struct cusb_setup setup = setup_of(requests[_i].bytes);
	char text[REQUEST_TEXT_SIZE];

	request_text(&setup, text);
	ck_assert_str_eq(text, requests[_i].text);
}
