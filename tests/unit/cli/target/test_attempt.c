/* SPDX-License-Identifier: MIT */
/* attempt.c and hint.c: the line that a failure is told in. */
#include <errno.h>
#include <string.h>

#include <cusb/log.h>

#include "cli/target/attempt.h"
#include "fake_device.h"
#include "stderr_text.h"
#include "unit.h"

static const struct {
	struct attempt attempt;
	int err;
	const char *before; /* the device */
	const char *after;
} failures[] = {
	{{STEP_OPEN, 0, 0, 0, 0}, -ENOENT, "cannot open", "no such device node"},
	{{STEP_CONFIGURE, 3, 0, 0, 0},
	 -EINVAL,
	 "cannot set configuration 3 of",
	 "no such configuration; its configurations are 1\n"},
	{{STEP_CLAIM, 3, 0, 0, 0},
	 -ENOENT,
	 "cannot claim interface 3 of",
	 "no such interface; configuration 1 has interfaces 0\n"},
	{{STEP_ALTSETTING, 0, 4, 0, 0},
	 -EINVAL,
	 "cannot select alternate setting 4 of interface 0 of",
	 "no such setting; configuration 1 has interfaces 0; interface 0 has alternate settings "
	 "0\n"},
	{{STEP_CLEAR_HALT, 0x81, 0, 0, 0},
	 -EPIPE,
	 "cannot clear the halt of endpoint 0x81 of",
	 "endpoint stalled\n"},
	{{STEP_READ, 0x81, 0, 0, 0},
	 -EPIPE,
	 "cannot read from endpoint 0x81 of",
	 "endpoint stalled; --clear-halt clears the halt first\n"},
	{{STEP_READ, 0x83, 0, 0, 0},
	 -ENOENT,
	 "cannot read from endpoint 0x83 of",
	 "no such endpoint; there are 0x81, 0x02\n"},
	{{STEP_READ, 0x81, 0, 0, 100},
	 -ETIMEDOUT,
	 "cannot read from endpoint 0x81 of",
	 "timed out; 0 of 100 bytes were read; --timeout MS waits longer than 1000 ms, 0 for "
	 "ever\n"},
	{{STEP_READ, 0x81, 0, 7, 0},
	 -EOVERFLOW,
	 "cannot read from endpoint 0x81 of",
	 "; 7 bytes were read; make LENGTH a multiple of 512\n"},
	{{STEP_WRITE, 0x02, 0, 64, 100},
	 -EIO,
	 "cannot write to endpoint 0x02 of",
	 "; 64 of 100 bytes were sent\n"},
	{{STEP_CONTROL, 0x40, 0, 0, 0},
	 -EPIPE,
	 "control request failed on",
	 "; the device refuses this request or its values\n"},
	{{STEP_RESET, 0, 0, 0, 0},
	 -ENODEV,
	 "cannot reset",
	 "it came back as a different device, or not at all; see 'cusb list'\n"},
	{{STEP_OPEN, 0, 0, 0, 0},
	 -EACCES,
	 "cannot open",
	 "no permission for the device node /dev/bus/usb/003/014; "},
	{{STEP_OPEN, 0, 0, 0, 0},
	 -EPERM,
	 "cannot open",
	 "/dev/bus/usb/003/014; the device cgroup of this container"},
	{{STEP_CONFIGURE, 1, 0, 0, 0},
	 -EACCES,
	 "cannot set configuration 1 of",
	 "device is not authorized; 'cusb authorize "},
	{{STEP_READ, 0x81, 0, 0, 0},
	 -EMSGSIZE,
	 "cannot read from endpoint 0x81 of",
	 "packet is too long for the endpoint\n"},
	{{STEP_WRITE, 0x02, 0, 0, 0},
	 -ENODEV,
	 "cannot write to endpoint 0x02 of",
	 "it was unplugged"},
	{{STEP_CLAIM, 0, 0, 0, 0},
	 -EBUSY,
	 "cannot claim interface 0 of",
	 "in use by a kernel driver or another program; --detach takes it"},
};

CASE_PER_ROW(failure_is_told_with_its_cause_and_what_helps, failures)
{
	struct fake_device *fake = fake_device_new("storage");
	const struct options opts = {0};
	enum status status;
	const char *text;

	stderr_begin();
	status = attempt_report(fake->dev, &opts, &failures[_i].attempt, failures[_i].err);
	text = stderr_end();
	ck_assert_int_eq(status, failures[_i].err == -ENODEV ? STATUS_GONE : STATUS_FAILURE);
	ck_assert_msg(strstr(text, failures[_i].before) == text + strlen("cusb: "), "%s", text);
	ck_assert_msg(strstr(text, " device 003:014 (fffe:0102): "), "%s", text);
	ck_assert_msg(strstr(text, failures[_i].after), "%s", text);
	ck_assert_int_eq(text[strlen(text) - 1], '\n');
	fake_device_free(fake);
}

CASE(reason_of_the_library_is_told)
{
	const struct attempt attempt = {STEP_CONTROL, 0x82, 0x0a, 0, 0};
	struct fake_device *fake = fake_device_new("storage");
	const struct options opts = {0};

	stderr_begin();
	cusb_refuse(-ENOENT, "the active configuration has no endpoint 0x0a");
	attempt_report(fake->dev, &opts, &attempt, -ENOENT);
	ck_assert_str_eq(stderr_end(), "cusb: control request failed on device 003:014 "
				       "(fffe:0102): the active configuration has no endpoint "
				       "0x0a\n");
	fake_device_free(fake);
}
