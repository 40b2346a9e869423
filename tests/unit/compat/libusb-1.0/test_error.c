/* SPDX-License-Identifier: MIT */
/* Names and texts of errors, their languages, the version. */
#include <errno.h>
#include <limits.h>

#include "compat/libusb-1.0/error.h"
#include "unit.h"

static const struct {
	int code;
	const char *name;
} names[] = {
	{0, "LIBUSB_SUCCESS / LIBUSB_TRANSFER_COMPLETED"},
	{-1, "LIBUSB_ERROR_IO"},
	{-12, "LIBUSB_ERROR_NOT_SUPPORTED"},
	{-13, "**UNKNOWN**"},
	{-99, "LIBUSB_ERROR_OTHER"},
	{1, "LIBUSB_TRANSFER_ERROR"},
	{6, "LIBUSB_TRANSFER_OVERFLOW"},
	{7, "**UNKNOWN**"},
	{INT_MIN, "**UNKNOWN**"},
};

CASE_PER_ROW(error_has_the_name_of_its_enumerator, names)
{
	ck_assert_str_eq(libusb_error_name(names[_i].code), names[_i].name);
}

static void back_to_english(void)
{
	ck_assert_int_eq(libusb_setlocale("en"), 0);
}

FIXTURE(NULL, back_to_english)

CASE(each_error_has_a_text_of_its_own)
{
	static const char *const languages[] = {"en", "nl", "fr", "ru", "de", "hu"};

	for (size_t i = 0; i < ARRAY_SIZE(languages); i++) {
		ck_assert_int_eq(libusb_setlocale(languages[i]), 0);
		for (int a = 0; a > -13; a--)
			for (int b = a - 1; b > -14; b--)
				ck_assert_str_ne(libusb_strerror(a), libusb_strerror(b));
	}
}

CASE(unknown_error_has_the_text_of_other)
{
	static const int unknown[] = {-13, -98, -100, 1, 6, INT_MAX, INT_MIN};

	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++)
		ck_assert_ptr_eq(libusb_strerror(unknown[i]), libusb_strerror(LIBUSB_ERROR_OTHER));
}

static const struct {
	const char *locale;
	int result;
	const char *success;
} locales[] = {
	{"de", 0, "Erfolg"},
	{"DE", 0, "Erfolg"},
	{"de_DE.UTF-8", 0, "Erfolg"},
	{"de-AT", 0, "Erfolg"},
	{"de.UTF-8", 0, "Erfolg"},
	{"ru_RU", 0, "Успешно"},
	{"xx", LIBUSB_ERROR_NOT_FOUND, "Success"},
	{"C", LIBUSB_ERROR_INVALID_PARAM, "Success"},
	{"", LIBUSB_ERROR_INVALID_PARAM, "Success"},
	{"deu", LIBUSB_ERROR_INVALID_PARAM, "Success"},
	{"POSIX", LIBUSB_ERROR_INVALID_PARAM, "Success"},
	{NULL, LIBUSB_ERROR_INVALID_PARAM, "Success"},
};

CASE_PER_ROW(locale_is_two_letters_with_or_without_more, locales)
{
	ck_assert_int_eq(libusb_setlocale(locales[_i].locale), locales[_i].result);
	ck_assert_str_eq(libusb_strerror(0), locales[_i].success);
}

CASE(errno_has_the_meaning_of_its_function_first)
{
	ck_assert_int_eq(error_of(0, {-EBUSY, LIBUSB_ERROR_BUSY}), 0);
	ck_assert_int_eq(error_of(5, {-EBUSY, LIBUSB_ERROR_BUSY}), 0);
	ck_assert_int_eq(error_of(-EBUSY, {-EBUSY, LIBUSB_ERROR_BUSY}), LIBUSB_ERROR_BUSY);
	ck_assert_int_eq(error_of(-ENODEV, {-ENODEV, LIBUSB_ERROR_NOT_FOUND}),
			 LIBUSB_ERROR_NOT_FOUND);
	ck_assert_int_eq(error_of(-ENODEV, {-EBUSY, LIBUSB_ERROR_BUSY}), LIBUSB_ERROR_NO_DEVICE);
	ck_assert_int_eq(error_of(-ENOMEM, {-EBUSY, LIBUSB_ERROR_BUSY}), LIBUSB_ERROR_NO_MEM);
	ck_assert_int_eq(error_of(-EPROTO, {-EBUSY, LIBUSB_ERROR_BUSY}), LIBUSB_ERROR_OTHER);
}

CASE(version_is_that_of_the_interface)
{
	const struct libusb_version *version = libusb_get_version();

	ck_assert_int_eq(version->major, 1);
	ck_assert_int_eq(version->minor, 0);
	ck_assert_int_eq(version->micro, 31);
	ck_assert_str_eq(version->rc, "");
}

CASE(capabilities_are_those_of_linux)
{
	ck_assert_int_eq(libusb_has_capability(LIBUSB_CAP_HAS_CAPABILITY), 1);
	ck_assert_int_eq(libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG), 1);
	ck_assert_int_ne(libusb_has_capability(LIBUSB_CAP_HAS_HID_ACCESS), 0);
	ck_assert_int_ne(libusb_has_capability(LIBUSB_CAP_SUPPORTS_DETACH_KERNEL_DRIVER), 0);
	ck_assert_int_eq(libusb_has_capability(2), 0);
}
