/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"
#include "virtual/kernel/state/kernel.h"
#include "virtual/virtual_world.h"

#define SOON 20 /* ms */
#define LATE 3600000

static struct usbdevfs_urb urb;
static uint8_t data[512];

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void delay(uint8_t address, unsigned int ms)
{
	struct cusb_virtual_fault fault = {
		.bEndpointAddress = address, .kind = CUSB_VIRTUAL_DELAY, .times = 1, .ms = ms};

	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-1", &fault), 0);
}

static void submit(void)
{
	world_submit_bulk(&urb, 0x01, data, sizeof data);
}

static void expect_done(void)
{
	world_expect_reaped(&urb, 0);
	ck_assert_int_eq(urb.actual_length, 512);
}

/* True until SOON, on a machine that has not stood still for as long. */
static void expect_until_soon(int64_t start, int got, int want)
{
	if (now_ms() - start < SOON)
		ck_assert_int_eq(got, want);
}

FIXTURE_WORLD("loopback")

CASE(poll_wakes_when_the_packet_is_due)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	int64_t start = now_ms();

	delay(0x01, SOON);
	submit();
	expect_until_soon(start, world_poll(), 0);
	ck_assert_int_eq(CALL(ppoll, &fd, 1, NULL), 1);
	ck_assert_int_ge(now_ms() - start, SOON - 1);
	expect_done();
}

CASE(real_descriptor_becomes_ready_as_well)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	int64_t start = now_ms();

	delay(0x01, SOON);
	submit();
	expect_until_soon(start, poll(&fd, 1, 0), 0);
	ck_assert_int_eq(poll(&fd, 1, -1), 1);
	ck_assert_int_eq(fd.revents, POLLOUT);
	expect_done();
}

CASE(reapurb_wakes_when_the_packet_is_due)
{
	void *reaped = NULL;

	delay(0x01, SOON);
	submit();
	ck_assert_int_eq(world_ioctl(USBDEVFS_REAPURB, &reaped), 0);
	ck_assert_ptr_eq(reaped, &urb);
}

static int bulk(unsigned int timeout)
{
	struct usbdevfs_bulktransfer transfer = {0x01, sizeof data, timeout, data};

	return world_ioctl(USBDEVFS_BULK, &transfer);
}

CASE(bulk_waits_for_the_packet)
{
	delay(0x01, SOON);
	ck_assert_int_eq(bulk(0), 512);
}

CASE(bulk_with_a_shorter_timeout_ends_before)
{
	delay(0x01, LATE);
	ck_assert_int_eq(bulk(1), -ETIMEDOUT);
}

CASE(request_waits_for_its_answer)
{
	int64_t start = now_ms();

	delay(0x00, SOON);
	ck_assert_int_eq(world_vendor(0, 0), 0);
	ck_assert_int_ge(now_ms() - start, SOON - 1);
}

CASE(packet_that_is_due_after_a_timeout_moves_with_the_next)
{
	int64_t start = now_ms();

	delay(0x01, SOON);
	expect_until_soon(start, bulk(1), -ETIMEDOUT);
	ck_assert_int_eq(bulk(0), 512);
}

CASE(next_of_two_delays_comes_after_the_first)
{
	struct usbdevfs_urb second;
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};

	delay(0x81, LATE);
	world_submit_bulk(&second, 0x81, data, sizeof data);
	delay(0x01, SOON);
	submit();
	ck_assert_int_eq(poll(&fd, 1, -1), 1);
	expect_done();
	ck_assert_int_eq(world_discard(&second), 0);
}

CASE(device_that_is_sooner_than_another_does_not_wait_for_it)
{
	struct cusb_virtual_fault late = {
		.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_DELAY, .ms = LATE};
	int other;

	world_plug("loopback", "1-2");
	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-2", &late), 0);
	other = world_open("/dev/bus/usb/001/003", O_RDWR);
	world_urb(&urb, USBDEVFS_URB_TYPE_BULK, 0x01, data, sizeof data);
	ck_assert_int_eq(CALL(ioctl, other, USBDEVFS_SUBMITURB, &urb), 0);
	delay(0x01, SOON);
	ck_assert_int_eq(bulk(0), 512);
	world_close(other);
}

CASE(delay_of_the_model_needs_no_fault_to_be_set)
{
	static const struct cusb_virtual_fault fault = {
		.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_DELAY, .ms = SOON};
	static struct cusb_virtual_model model;

	model = *cusb_virtual_find_model("loopback");
	model.faults = &fault;
	model.fault_count = 1;
	world_end();
	world_start_model(&model);
	ck_assert_int_eq(bulk(0), 512);
}

CASE(device_that_vanishes_late_leaves_by_itself)
{
	struct cusb_virtual_fault gone = {.bEndpointAddress = 0x01, .kind = CUSB_VIRTUAL_VANISH};
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};

	delay(0x01, SOON);
	gone.after = 1;
	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-1", &gone), 0);
	submit();
	world_submit_bulk(&urb, 0x01, data, sizeof data);
	ck_assert_int_eq(poll(&fd, 1, -1), 1);
	while (!(fd.revents & POLLHUP))
		poll(&fd, 1, -1);
	while (cusb_virtual_unplug(world.kernel, "1-1") == 0)
		ck_abort_msg("the device is still there");
}

CASE(device_is_unplugged_while_its_packet_is_delayed)
{
	delay(0x01, LATE);
	submit();
	world_unplug("1-1");
	ck_assert_int_eq(world_poll(), POLLHUP);
}

CASE(file_is_closed_while_its_packet_is_delayed)
{
	delay(0x01, SOON);
	submit();
	world_close(world.fd);
	world.fd = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_eq(bulk(0), 512);
}

/* The clock looks in between, when nothing is to come, and goes to sleep. */
CASE(packet_after_one_that_was_dropped_is_due_with_it)
{
	struct usbdevfs_urb other;
	void *reaped = NULL;

	delay(0x01, 300);
	submit();
	world_close(world.fd);
	world.fd = world_open(WORLD_NODE, O_RDWR);
	delay(0x02, 1);
	world_urb(&other, USBDEVFS_URB_TYPE_INTERRUPT, 0x02, data, 8);
	ck_assert_int_eq(world_submit(&other), 0);
	ck_assert_int_eq(world_ioctl(USBDEVFS_REAPURB, &reaped), 0);
	ck_assert_int_eq(bulk(0), 512);
}

CASE(kernel_waits_for_its_own_requests)
{
	int64_t start = now_ms();

	delay(0x80, SOON);
	ck_assert_int_eq(world_set_altsetting(1, 1), 0);
	ck_assert_int_ge(now_ms() - start, SOON - 1);
}

CASE(kernel_does_not_wait_for_ever)
{
	virtual_kernel_set_patience(world.kernel, SOON);
	delay(0x80, LATE);
	ck_assert_int_eq(world_set_altsetting(1, 1), -ETIMEDOUT);
}

static volatile sig_atomic_t handler_ran;
static pthread_t main_thread;

static void handle(int number)
{
	(void)number;
	handler_ran = pthread_equal(pthread_self(), main_thread) ? 1 : 2;
}

CASE(signals_stay_with_the_program)
{
	struct sigaction action = {.sa_handler = handle};
	sigset_t set;

	main_thread = pthread_self();
	sigaction(SIGUSR1, &action, NULL);
	delay(0x01, SOON);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	kill(getpid(), SIGUSR1);
	ck_assert_int_eq(bulk(0), 512);
	ck_assert_int_eq(handler_ran, 0);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	ck_assert_int_eq(handler_ran, 1);
}

/* ---- packets that cannot come ---- */

static int raw_altsetting(unsigned int altsetting)
{
	struct usbdevfs_ctrltransfer control = {0x01, 0x0b, (uint16_t)altsetting, 1, 0, LATE, NULL};

	return world_ioctl(USBDEVFS_CONTROL, &control);
}

/* A read of 1 ms from 0x83, which a raw request takes away before it is due. */
static void lose_the_endpoint(void)
{
	const struct timespec past = {.tv_nsec = 20 * 1000000L};

	ck_assert_int_eq(world_set_altsetting(1, 1), 0);
	delay(0x83, 1);
	world_submit_bulk(&urb, 0x83, data, sizeof data);
	ck_assert_int_eq(raw_altsetting(0), 0);
	nanosleep(&past, NULL);
}

static int64_t cpu_ms(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

CASE(endpoint_that_goes_during_a_delay_lets_the_clock_sleep)
{
	const struct timespec while_it_sleeps = {.tv_nsec = 300 * 1000000L};
	int64_t before;

	lose_the_endpoint();
	before = cpu_ms();
	nanosleep(&while_it_sleeps, NULL);
	ck_assert_int_lt(cpu_ms() - before, 150);
	ck_assert_int_eq(world_discard(&urb), 0);
	world_expect_reaped(&urb, -ENOENT);
}

CASE(request_of_the_kernel_ends_when_another_packet_cannot_come)
{
	lose_the_endpoint();
	ck_assert_int_eq(world_set_altsetting(0, 0), 0);
	ck_assert_int_eq(world_set_altsetting(1, 1), 0);
}

/* ---- requests of the kernel that nobody answers ---- */

static int slow_result;

static void *set_altsetting_slowly(void *unused)
{
	(void)unused;
	slow_result = world_set_altsetting(1, 1);
	return NULL;
}

/* Returns when the kernel waits for the answer to SET_INTERFACE, and has released its lock. */
static pthread_t begin_slow_altsetting(void)
{
	pthread_t thread;

	virtual_kernel_set_patience(world.kernel, LATE);
	delay(0x80, LATE);
	ck_assert_int_eq(pthread_create(&thread, NULL, set_altsetting_slowly, NULL), 0);
	while (virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_SETINTERFACE) == 0)
		sched_yield();
	return thread;
}

CASE(other_devices_answer_while_the_kernel_waits_for_one)
{
	pthread_t thread = begin_slow_altsetting();
	uint8_t status[2];
	struct usbdevfs_ctrltransfer get_status = {0x80, 0, 0, 0, 2, LATE, status};
	int fd;

	world_plug("loopback", "1-2");
	fd = world_open("/dev/bus/usb/001/003", O_RDWR);
	ck_assert_int_eq(CALL(ioctl, fd, USBDEVFS_CONTROL, &get_status), 2);
	world_close(fd);
	world_unplug("1-1");
	pthread_join(thread, NULL);
	ck_assert_int_eq(slow_result, -ESHUTDOWN);
}

static void *claim_by_another(void *result)
{
	int fd = world_open(WORLD_NODE, O_RDWR);

	*(int *)result = fd < 0 ? fd : world_claim_by(fd, 0);
	if (fd >= 0)
		world_close(fd);
	return NULL;
}

CASE(same_device_waits_while_the_kernel_waits_for_it)
{
	pthread_t thread = begin_slow_altsetting(), other;
	int result = 1;

	ck_assert_int_eq(pthread_create(&other, NULL, claim_by_another, &result), 0);
	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-1", NULL), 0);
	pthread_join(other, NULL);
	pthread_join(thread, NULL);
	ck_assert_int_eq(slow_result, 0);
	ck_assert_int_eq(result, 0);
}

CASE(unplugging_a_hub_ends_requests_to_what_is_behind)
{
	pthread_t thread;

	world_end();
	world_start_empty();
	world_plug("hub", "1-1");
	world_plug("loopback", "1-1.1");
	world.fd = world_open("/dev/bus/usb/001/003", O_RDWR);
	ck_assert_int_eq(
		cusb_virtual_add_fault(world.kernel, "1-1.1",
				       &(struct cusb_virtual_fault){.bEndpointAddress = 0x80,
								    .kind = CUSB_VIRTUAL_DELAY,
								    .ms = LATE}),
		0);
	virtual_kernel_set_patience(world.kernel, LATE);
	ck_assert_int_eq(pthread_create(&thread, NULL, set_altsetting_slowly, NULL), 0);
	while (virtual_kernel_count(world.kernel, VIRTUAL_IOCTL, USBDEVFS_SETINTERFACE) == 0)
		sched_yield();
	world_unplug("1-1");
	pthread_join(thread, NULL);
	ck_assert_int_eq(slow_result, -ESHUTDOWN);
}

/* An administrator's writes to sysfs. */
static int configure_2(void)
{
	return virtual_kernel_configure(world.kernel, "1-1", 2);
}

static int forbid(void)
{
	return cusb_virtual_authorize(world.kernel, "1-1", false);
}

static int forbid_interface(void)
{
	return cusb_virtual_authorize(world.kernel, "1-1:1.1", false);
}

static int (*const writes[])(void) = {configure_2, forbid, forbid_interface};
static int written;

static void *write_to_sysfs(void *write)
{
	written = writes[*(int *)write]();
	return NULL;
}

CASE_PER_ROW(administrator_waits_while_the_kernel_waits_for_the_device, writes)
{
	const struct timespec while_it_waits = {.tv_nsec = SOON * 1000000L};
	pthread_t thread = begin_slow_altsetting(), other;

	ck_assert_int_eq(pthread_create(&other, NULL, write_to_sysfs, &_i), 0);
	nanosleep(&while_it_waits, NULL);
	world_expect("1-1/bConfigurationValue", "1\n");
	world_expect("1-1:1.1/authorized", "1\n");
	ck_assert_int_eq(cusb_virtual_add_fault(world.kernel, "1-1", NULL), 0);
	pthread_join(other, NULL);
	pthread_join(thread, NULL);
	ck_assert_int_eq(slow_result, 0);
	ck_assert_int_eq(written, 0);
}

CASE(child_of_fork_can_free_its_copy)
{
	int status;
	pid_t child;

	delay(0x01, LATE);
	submit();
	nanosleep(&(struct timespec){.tv_nsec = SOON * 1000000L}, NULL);
	kernel_lock(world.kernel); /* so the clock sleeps or has not begun */
	child = fork();
	kernel_unlock(world.kernel);
	if (child == 0) {
		alarm(20);
		cusb_virtual_kernel_free(world.kernel);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
