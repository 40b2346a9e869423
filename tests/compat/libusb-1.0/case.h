/* SPDX-License-Identifier: MIT */
/*
 * What programs for libusb 1.0 rely on: CASE(name) { ... } registers itself, and case.c runs each in
 * a process of its own. The first check that does not hold ends the case.
 *
 * The cases use libusb.h alone, and functions of 1.0.26 at most, so that they also run on the
 * original. BETTER(name, why) is a case that the original is known to fail, for a fault of its own:
 * there it has to fail.
 */
#ifndef LIBUSB_CASE_H
#define LIBUSB_CASE_H

#include <stdbool.h>
#include <string.h>

#include <libusb.h>

struct test_case {
	const char *name, *file, *better;
	void (*run)(void);
	struct test_case *next;
};

void case_register(struct test_case *test);

#define BETTER(function, why)                                                                      \
	static void case_##function(void);                                                         \
	__attribute__((constructor)) static void register_##function(void)                         \
	{                                                                                          \
		static struct test_case test = {#function, __FILE__, why, case_##function, NULL};  \
                                                                                                   \
		case_register(&test);                                                              \
	}                                                                                          \
	static void case_##function(void)
#define CASE(function) BETTER(function, NULL)

void check_failed(const char *file, int line, const char *what) __attribute__((noreturn));
void check_int(const char *file, int line, const char *what, long long got, long long want);
void check_str(const char *file, int line, const char *what, const char *got, const char *want);

#define CHECK(condition)     ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))
#define CHECK_INT(got, want) check_int(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
#define CHECK_OK(got)	     CHECK_INT(got, 0)
#define CHECK_STR(got, want) check_str(__FILE__, __LINE__, #got, got, want)
/* LIBUSB_ERROR_... */
#define CHECK_ERROR(got, error) CHECK_STR(libusb_error_name(got), "LIBUSB_ERROR_" #error)

/* ---- the world ------------------------------------------------------------------------------- */

/* No device but what a case plugs in, and what the machine has: an included model of cusb's. */
void world_begin(void);
/*
 * Plugs a model in, at a place as in sysfs. The miniature kernel has it there; of the running kernel
 * the place is a name of the case's alone.
 */
void world_plug(const char *model, const char *place);
void world_unplug(const char *place);
/* Lets there be a device behind a hub that is behind a root hub. Its true name, "1-3.2". */
const char *world_plug_behind_hub(void);
/* Where the device is. */
unsigned int world_bus(const char *place);
unsigned int world_address(const char *place);
/* Lets a driver of the kernel have an interface of a loopback device. */
void world_bind(const char *place, unsigned int interface);
/* Opens the device's node, for reading and writing. */
int world_open(const char *place);
void world_close(int fd);
/* The errno of opening the device's node from now on: -EACCES, -EPERM or 0. */
void world_forbid(const char *place, int err);
/* Goes on if there are bulk streams. */
void world_needs_streams(void);

/* In the process that runs the cases, after each. */
void world_settle(void);

/* Ends the case, which does not apply in this world. */
void world_has_no(const char *why) __attribute__((noreturn));
/* The world does not do what it should: this says nothing about the library. */
void world_failed(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* ---- what cases share ------------------------------------------------------------------------ */

#define LOOPBACK 0x0001 /* idProduct, of idVendor 0xfffe */
#define NAK	 0x0003
#define PARTIAL	 0x0004
#define ISO	 0x0014
#define STREAMS	 0x0016

/* Milliseconds within which something happens on any machine. */
#define AMPLE 600000
/*
 * Something is to happen before a time limit that then passes. On a machine that stands still the
 * limit may pass first: so again, with a limit `ms` that is longer each time, until `break`.
 */
#define LONGER(ms) for (unsigned int ms = 50; ms < AMPLE; ms *= 4)

/* The device of that product, with a reference; NULL: none. */
libusb_device *find(libusb_context *ctx, uint16_t product);

/* Plugs a model in at 1-1, and opens it in the default context. */
libusb_device_handle *open_model(const char *model, uint16_t product);
/* The same with a claim of interface 0. */
libusb_device_handle *claim_model(const char *model, uint16_t product);

/* A function for transfers, which counts its calls in the int of user_data. */
void LIBUSB_CALL count_call(struct libusb_transfer *transfer);

/* A bulk transfer of the default context's handle, with count_call(). */
struct libusb_transfer *bulk(libusb_device_handle *handle, unsigned char endpoint, void *data,
			     int length, int *calls, unsigned int timeout);

/* Handles what is due now, so that the next call waits. */
void handle_all(void);

/* Handles events until *calls is `wanted`. */
void handle_until(const int *calls, int wanted);

#endif
