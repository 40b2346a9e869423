/* SPDX-License-Identifier: MIT */
/*
 * What programs for libusb 1.0 rely on: CASE(name) { ... } registers itself, and case.c runs each in
 * a process of its own. The first check that does not hold ends the case.
 *
 * The cases use libusb.h alone, and functions of 1.0.26 at most, so that they also run on the
 * original. BETTER(name, why) is a case that the original is known to fail, for a fault of its own.
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

/* No device but what a case plugs in: an included model of cusb's, at a place as in sysfs. */
void world_begin(void);
void world_plug(const char *model, const char *place);
void world_unplug(const char *place);
/* Lets a driver of the kernel have an interface; NULL: none. */
void world_bind(const char *place, unsigned int interface, const char *driver);
/* Opens the device's node, for reading and writing. */
int world_open(const char *place);
void world_close(int fd);
/* The errno of opening the device's node from now on, 0: none. */
void world_forbid(const char *place, int err);

/* ---- what cases share ------------------------------------------------------------------------ */

#define LOOPBACK 0x0001 /* idProduct, of idVendor 0xfffe */
#define NAK	 0x0003
#define PARTIAL	 0x0004
#define ISO	 0x0014
#define STREAMS	 0x0016

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
