/* SPDX-License-Identifier: MIT */
/* The line of a refused argument. The core reads the environment once, this layer each time. */
#include <stdlib.h>
#include <unistd.h>

#include "compat/openusb/internal.h"
#include "compat/openusb/world.h"
#include "stderr_text.h"

static void begin(void)
{
	unsetenv("CUSB_LOG_FILENAME");
	ow_begin();
	stderr_begin();
}

static void end(void)
{
	unsetenv("CUSB_DEBUG");
	unsetenv("CUSB_LOG_FILENAME");
	ow_end();
}

FIXTURE(begin, end)

static const struct {
	const char *level;
	bool logs;
} rows[] = {
	{"silent", false}, {"critical", false}, {"error", true}, {"warning", true},
	{"info", true},	   {"debug", true},	{"9", false},	 {"", false},
};

CASE_PER_ROW(level_of_the_environment, rows)
{
	setenv("CUSB_DEBUG", rows[_i].level, 1);
	ck_assert_int_eq(refuse_call(OPENUSB_BADARG, "%s: no %d", "call", 5), OPENUSB_BADARG);
	ck_assert_str_eq(stderr_end(), rows[_i].logs ? "openusb: error: call: no 5\n" : "");
}

CASE(no_level_is_silent)
{
	unsetenv("CUSB_DEBUG");
	refuse_call(OPENUSB_BADARG, "call");
	ck_assert_str_eq(stderr_end(), "");
}

CASE(refusals_say_what_and_why)
{
	uint64_t dev;

	setenv("CUSB_DEBUG", "error", 1);
	openusb_init(0, NULL);
	openusb_open_device(ow_handle, 123456, 0, &dev);
	openusb_claim_interface(123456, 0, 0);
	openusb_fini(123456);
	openusb_bulk_xfer(123456, 0, 1, NULL);
	ck_assert_str_eq(stderr_end(),
			 "openusb: error: openusb_init: no room for the handle\n"
			 "openusb: error: openusb_open_device: there is no device 123456\n"
			 "openusb: error: openusb_claim_interface: there is no open device 123456\n"
			 "openusb: error: openusb_fini: there is no handle 123456\n"
			 "openusb: error: openusb_bulk_xfer: no request\n");
}

CASE(lines_go_to_the_file_of_the_environment)
{
	char name[] = "/tmp/openusb-log-XXXXXX", text[64] = "";
	int fd = mkstemp(name);

	ck_assert_int_ge(fd, 0);
	setenv("CUSB_DEBUG", "error", 1);
	setenv("CUSB_LOG_FILENAME", name, 1);
	refuse_call(OPENUSB_BADARG, "one");
	refuse_call(OPENUSB_BADARG, "two");
	ck_assert_str_eq(stderr_end(), "");
	ck_assert_int_gt(read(fd, text, sizeof text - 1), 0);
	close(fd);
	unlink(name);
	ck_assert_str_eq(text, "openusb: error: one\nopenusb: error: two\n");
}
