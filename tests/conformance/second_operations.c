/* SPDX-License-Identifier: MIT */
/* What the first program does, and the truth about it. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "second_program.h"

#define IN_FLIGHT 3

#define USES_0 (DEVICE | CONFIGURED | CLAIM_0)
#define USES_1 (DEVICE | CONFIGURED | CLAIM_1 | INTERFACE_1)

/* ---- without anything in flight ---- */

static ssize_t write_to(struct cusb_device *dev, const struct act *act)
{
	(void)act;
	return cusb_write(dev, 0x01, "x", 1, GUARD_MS);
}

static ssize_t write_and_read(struct cusb_device *dev, const struct act *act)
{
	char byte;
	ssize_t n = write_to(dev, act);

	return n < 0 ? n : cusb_read(dev, 0x81, &byte, 1, GUARD_MS);
}

static ssize_t write_to_setting(struct cusb_device *dev, const struct act *act)
{
	(void)act;
	return cusb_write(dev, 0x03, "x", 1, GUARD_MS);
}

static ssize_t write_to_endpoint_object(struct cusb_device *dev, const struct act *act)
{
	const struct cusb_interface *setting =
		cusb_interface_at(cusb_configuration_at(dev, 0), 1, 1);

	(void)act;
	return cusb_endpoint_write(cusb_endpoint_at(setting, 0), "x", 1, GUARD_MS);
}

static ssize_t submit_and_reap(struct cusb_device *dev, const struct act *act)
{
	static char byte = 'x';
	static struct cusb_transfer transfer = {
		.bEndpointAddress = 0x01, .data = &byte, .length = 1, .timeout_ms = GUARD_MS};
	struct cusb_transfer *done = NULL;
	int err = cusb_submit(dev, &transfer);

	(void)act;
	if (err < 0)
		return err;
	CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	CHECK(done == &transfer);
	return done->status;
}

/* A stall is an answer of the device, too. */
static ssize_t answer(ssize_t n)
{
	return n == -EPIPE ? 0 : n;
}

static ssize_t control_of_device(struct cusb_device *dev, const struct act *act)
{
	char status[2];

	(void)act;
	return cusb_ctrl_transfer(dev, 0x80, 0, 0, 0, status, sizeof status, GUARD_MS);
}

static ssize_t control_of_vendor(struct cusb_device *dev, const struct act *act)
{
	(void)act;
	return answer(cusb_ctrl_transfer(dev, 0x41, 0, 0, 0, NULL, 0, GUARD_MS));
}

static ssize_t control_of_interface(struct cusb_device *dev, const struct act *act)
{
	char status[2];

	(void)act;
	return answer(cusb_ctrl_transfer(dev, 0x81, 0, 0, 0, status, sizeof status, GUARD_MS));
}

static ssize_t control_of_endpoint(struct cusb_device *dev, const struct act *act)
{
	char status[2];

	(void)act;
	return answer(cusb_ctrl_transfer(dev, 0x82, 0, 0, 0x81, status, sizeof status, GUARD_MS));
}

static ssize_t class_request(struct cusb_device *dev, const struct act *act)
{
	char byte = 'x';

	(void)act;
	return answer(cusb_ctrl_transfer(dev, 0x21, 0, 0, 1, &byte, 1, GUARD_MS));
}

/* Above the kernel's limit for one call: it goes by the queue. */
static ssize_t long_class_request(struct cusb_device *dev, const struct act *act)
{
	static char data[5000];

	(void)act;
	return answer(cusb_ctrl_transfer(dev, 0x21, 0, 0, 1, data, sizeof data, GUARD_MS));
}

static ssize_t get_string(struct cusb_device *dev, const struct act *act)
{
	char text[CUSB_STRING_SIZE];

	(void)act;
	return cusb_get_string(dev, 2, CUSB_DEFAULT_LANGID, text, sizeof text);
}

/* The text may also be remembered. */
static ssize_t product(struct cusb_device *dev, const struct act *act)
{
	const char *text;
	int err = cusb_product(dev, &text);

	return act->gone && err == 0 ? -ENODEV : err;
}

/* ---- settings ---- */

static ssize_t set_altsetting(struct cusb_device *dev, const struct act *act)
{
	int err = cusb_set_altsetting(dev, 1, 1);

	return err < 0 ? err : write_to_setting(dev, act);
}

/* If the result is 0, the setting is right: otherwise the next transfer fails. */
static ssize_t ensure_altsetting(struct cusb_device *dev, const struct act *act)
{
	int result = cusb_ensure_altsetting(dev, 1, 1);

	return result < 0 ? result : write_to_setting(dev, act);
}

static ssize_t set_configuration(struct cusb_device *dev, const struct act *act)
{
	int err = cusb_set_configuration(dev, 1);

	return err < 0 ? err : write_to(dev, act);
}

static ssize_t set_other_configuration(struct cusb_device *dev, const struct act *act)
{
	int err = cusb_set_configuration(dev, 2);

	return err < 0 ? err : write_to(dev, act);
}

static ssize_t ensure_configuration(struct cusb_device *dev, const struct act *act)
{
	int result = cusb_ensure_configuration(dev, 1);
	char text[16] = "";

	(void)act;
	if (result >= 0) {
		CHECK_OK(other_attribute(dev->name, "bConfigurationValue", text, sizeof text));
		CHECK_STR(text, "1");
	}
	return result;
}

static ssize_t active_configuration(struct cusb_device *dev, const struct act *act)
{
	const struct cusb_configuration *cfg;
	int err = cusb_active_configuration(dev, &cfg);

	if (err == 0)
		CHECK_INT(cfg->bConfigurationValue, act->configuration);
	return err;
}

static ssize_t altsetting(struct cusb_device *dev, const struct act *act)
{
	int alternate = cusb_altsetting(dev, 1);

	if (alternate >= 0)
		CHECK_INT(alternate, act->altsetting);
	return alternate;
}

/* ---- claims ---- */

/* The test is that another program cannot claim it. */
static ssize_t claim(struct cusb_device *dev, const struct act *act)
{
	int err = cusb_claim_interface(dev, 0), fd;

	(void)act;
	if (err < 0)
		return err;
	fd = other_open(dev);
	CHECK_INT(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0), -EBUSY);
	other_close(fd);
	return 0;
}

/* After a lost claim either result is right. */
static ssize_t release(struct cusb_device *dev, const struct act *act)
{
	int err = cusb_release_interface(dev, 0), fd;

	if (err == 0 && !act->gone && act->configuration != 0 && !(act->taken & 1)) {
		fd = other_open(dev);
		CHECK_OK(other_ioctl_number(fd, USBDEVFS_CLAIMINTERFACE, 0));
		other_close(fd);
	}
	return err == -EINVAL || err == -ENOENT || err == -ENODEV ? 0 : err;
}

static ssize_t clear_halt(struct cusb_device *dev, const struct act *act)
{
	(void)act;
	return cusb_clear_halt(dev, 0x81);
}

/* A claim that cannot be renewed is reported once. */
static ssize_t reset(struct cusb_device *dev, const struct act *act)
{
	int err = cusb_reset(dev);

	if (err == -ENOENT || err == act->taken_err)
		err = cusb_reset(dev);
	return err;
}

static ssize_t dispose_and_use(struct cusb_device *dev, const struct act *act)
{
	cusb_dispose_resources(dev);
	return write_and_read(dev, act);
}

/* ---- with transfers in flight ---- */

static struct cusb_transfer reads[IN_FLIGHT];

static void begin_reads(struct cusb_device *dev)
{
	static char data[IN_FLIGHT][64];

	for (int i = 0; i < IN_FLIGHT; i++) {
		reads[i] = (struct cusb_transfer){
			.bEndpointAddress = 0x81, .data = data[i], .length = sizeof data[i]};
		CHECK_OK(cusb_submit(dev, &reads[i]));
	}
}

/* Each transfer comes back exactly once. */
static void reap_reads(struct cusb_device *dev, const struct act *act)
{
	int status = end_of_transfers(act) ? end_of_transfers(act) : -ECANCELED;
	struct cusb_transfer *done = NULL;
	bool came[IN_FLIGHT] = {false};

	for (int i = 0; i < IN_FLIGHT; i++) {
		CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
		CHECK(done >= reads && done < reads + IN_FLIGHT && !came[done - reads]);
		came[done - reads] = true;
		CHECK_INT(done->status, status);
		CHECK_INT(done->actual_length, 0);
	}
	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &done), -ENODATA);
	CHECK_INT(cusb_in_flight(dev), 0);
}

static ssize_t reap(struct cusb_device *dev, const struct act *act)
{
	struct cusb_transfer *done = NULL;

	if (end_of_transfers(act) == 0) {
		CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &done), -EAGAIN);
		CHECK_INT(cusb_cancel_all(dev, 0x81), IN_FLIGHT);
	}
	reap_reads(dev, act);
	return write_and_read(dev, act);
}

/* A transfer that has ended does not change, whatever is asked later. */
static ssize_t cancel(struct cusb_device *dev, const struct act *act)
{
	for (int i = 0; i < IN_FLIGHT; i++) {
		int err = cusb_cancel(dev, &reads[i]);

		CHECK(err == 0 || err == -EALREADY || err == -ENOENT);
		CHECK(err == 0 || end_of_transfers(act) != 0);
	}
	reap_reads(dev, act);
	return write_and_read(dev, act);
}

static ssize_t close_and_reap(struct cusb_device *dev, const struct act *act)
{
	cusb_close(dev);
	reap_reads(dev, act);
	return write_and_read(dev, act);
}

static struct {
	pthread_t thread;
	struct cusb_device *dev;
	ssize_t result;
	atomic_bool in_flight;
} blocked;

static void *read_for_ever(void *unused)
{
	char data[64];

	blocked.result = cusb_read(blocked.dev, 0x81, data, sizeof data, CUSB_NO_TIMEOUT);
	return unused;
}

/* The log has each call of the kernel after its return. */
static void watch_for_submit(enum cusb_log_level level, const char *line, void *unused)
{
	(void)level;
	(void)unused;
	if (strstr(line, "SUBMITURB"))
		atomic_store(&blocked.in_flight, true);
}

static void begin_read(struct cusb_device *dev)
{
	blocked.dev = dev;
	cusb_set_log(CUSB_LOG_DEBUG, watch_for_submit, NULL);
	CHECK_OK(pthread_create(&blocked.thread, NULL, read_for_ever, NULL));
	while (!atomic_load(&blocked.in_flight))
		sleep_ms(1);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
}

/* Between two acts the thread may see a device that is not configured. */
static ssize_t end_read(struct cusb_device *dev, const struct act *act)
{
	int end = end_of_transfers(act);

	if (end == 0) {
		CHECK_INT(cusb_cancel_all(dev, 0x81), 1);
		end = -ECANCELED;
	}
	CHECK_OK(pthread_join(blocked.thread, NULL));
	if (act->unconfigures)
		CHECK_EITHER(blocked.result, end, -EHOSTUNREACH);
	else
		CHECK_INT(blocked.result, end);
	return write_and_read(dev, act);
}

const struct operation first_operations[] = {
	{"write", USES_0, NULL, write_to},
	{"write_and_read", USES_0, NULL, write_and_read},
	{"write_to_setting", USES_1 | SETTING_1, NULL, write_to_setting},
	{"write_to_endpoint_object", USES_1 | SETTING_1, NULL, write_to_endpoint_object},
	{"submit_and_reap", USES_0, NULL, submit_and_reap},
	{"control_of_device", DEVICE, NULL, control_of_device},
	{"control_of_vendor", DEVICE, NULL, control_of_vendor},
	{"control_of_interface", USES_0, NULL, control_of_interface},
	{"control_of_endpoint", USES_0, NULL, control_of_endpoint},
	{"class_request", USES_1, NULL, class_request},
	{"long_class_request", USES_1, NULL, long_class_request},
	{"get_string", DEVICE, NULL, get_string},
	{"product", DEVICE, NULL, product},
	{"set_altsetting", USES_1, NULL, set_altsetting},
	{"ensure_altsetting", USES_1, NULL, ensure_altsetting},
	{"set_configuration", DEVICE | CONFIGURES | UNCLAIMED | CLAIM_0, NULL, set_configuration},
	{"set_other_configuration", DEVICE | CONFIGURES | UNCLAIMED, NULL, set_other_configuration},
	{"ensure_configuration", DEVICE | CONFIGURES, NULL, ensure_configuration},
	{"active_configuration", DEVICE | CONFIGURED, NULL, active_configuration},
	{"altsetting", DEVICE | CONFIGURED | INTERFACE_1, NULL, altsetting},
	{"claim", USES_0, NULL, claim},
	{"release", 0, NULL, release},
	{"clear_halt", USES_0, NULL, clear_halt},
	{"reset", DEVICE, NULL, reset},
	{"dispose_and_use", USES_0, NULL, dispose_and_use},
	{"reap", USES_0, begin_reads, reap},
	{"cancel", USES_0, begin_reads, cancel},
	{"close_and_reap", USES_0, begin_reads, close_and_reap},
	{"blocked_read", USES_0, begin_read, end_read},
};
const size_t first_operation_count = sizeof first_operations / sizeof first_operations[0];
