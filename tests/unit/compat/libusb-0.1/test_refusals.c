/* SPDX-License-Identifier: MIT */
/* What this layer itself refuses leaves a line; the rest is refused by the library below. */
#include "compat/libusb-0.1/world.h"
#include "log_lines.h"

static char bytes[8];

static void begin(void)
{
	lw_begin_opened();
	log_lines_begin();
}

static void end(void)
{
	log_lines_end();
	lw_end();
}

FIXTURE(begin, end)

#define CALL(name, expression)                                                                     \
	static int name(void)                                                                      \
	{                                                                                          \
		return (expression);                                                               \
	}

CALL(release, usb_release_interface(lw_handle, 0))
CALL(set_without_claim, usb_set_altinterface(lw_handle, 0))
CALL(set_below_0, (usb_claim_interface(lw_handle, 0), usb_set_altinterface(lw_handle, -1)))
CALL(read_0, usb_bulk_read(lw_handle, 0x80, bytes, 8, 100))
CALL(read_below_0, usb_bulk_read(lw_handle, 0x81, bytes, -1, 100))
CALL(write_in, usb_interrupt_write(lw_handle, 0x81, bytes, 8, 100))
CALL(string, usb_get_string_simple(lw_handle, 1, bytes, 0))
CALL(read_none, usb_bulk_read(lw_handle, 0x8a, bytes, 8, 100))
CALL(claim_700, usb_claim_interface(lw_handle, 700))

static const struct {
	int (*call)(void);
	int err;
	const char *line;
} refusals[] = {
	{release, -EINVAL, "interface 0 is not claimed"},
	{set_without_claim, -EINVAL, "no interface is claimed"},
	{set_below_0, -EINVAL, "alternate setting -1 is below 0"},
	{read_0, -ENOENT, "0x80 is not an endpoint to read or write"},
	{read_below_0, -EINVAL, "size -1 is below 0"},
	{write_in, -EINVAL, "0x81 is an IN endpoint"},
	{string, -EINVAL, "buflen is 0"},
	{read_none, -ENOENT, "1-1: no current alternate setting has endpoint 0x8a"},
	{claim_700, -EINVAL, "interface 700 is above 255"},
};

CASE_PER_ROW(refusal_is_one_line, refusals)
{
	ck_assert_int_eq(refusals[_i].call(), refusals[_i].err);
	ck_assert_str_eq(log_lines(), refusals[_i].line);
}
