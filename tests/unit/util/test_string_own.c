/* SPDX-License-Identifier: MIT */
/* The strings that a device names itself by. */
#include <errno.h>
#include <string.h>

#include <cusb/cusb.h>

#include "fail_alloc.h"
#include "string_device.h"
#include "unit.h"

#define TEXT_A                                                                                     \
	"\x04\x03"                                                                                 \
	"A\0"
#define TEXT_B                                                                                     \
	"\x04\x03"                                                                                 \
	"B\0"

static const struct {
	int (*get)(struct cusb_device *dev, const char **text);
	enum cusb_device_string which;
	unsigned int index;
} own[] = {
	{cusb_manufacturer, CUSB_MANUFACTURER, 1},
	{cusb_product, CUSB_PRODUCT, 2},
	{cusb_serial_number, CUSB_SERIAL_NUMBER, 3},
};

static const char *lent;

static void begin(void)
{
	sd_start();
	lent = "untouched";
}

FIXTURE(begin, sd_end)

CASE_PER_ROW(own_string_is_taken_from_the_backend_without_opening, own)
{
	sd.fake->known[own[_i].which] = "known";
	ck_assert_int_eq(own[_i].get(sd.dev, &lent), 0);
	ck_assert_str_eq(lent, "known");
	ck_assert_uint_eq(sd.asked, 0);
	ck_assert(!cusb_is_open(sd.dev));
}

CASE_PER_ROW(own_string_that_the_backend_lacks_is_asked_of_the_device, own)
{
	sd_answer(own[_i].index, TEXT_A, 4);
	ck_assert_int_eq(own[_i].get(sd.dev, &lent), 0);
	ck_assert_str_eq(lent, "A");
	ck_assert_uint_eq(sd.descriptors[own[_i].index].asked, 1);
}

CASE_PER_ROW(own_string_without_index_is_asked_of_nobody, own)
{
	struct cusb_device *dev = sd.dev;
	sd.fake->known[own[_i].which] = "known";
	dev->iManufacturer = dev->iProduct = dev->iSerialNumber = 0;
	ck_assert_int_eq(own[_i].get(dev, &lent), -ENODATA);
	ck_assert_str_eq(lent, "untouched");
	ck_assert_uint_eq(sd.asked, 0);
}

CASE(own_string_of_a_backend_without_strings_is_asked_of_the_device)
{
	sd.fake->backend.string = NULL;
	SD_ANSWER(2, TEXT_A);
	ck_assert_int_eq(cusb_product(sd.dev, &lent), 0);
	ck_assert_str_eq(lent, "A");
}

static int backend_err;

static ssize_t failing_string(struct cusb_backend *backend, const struct cusb_device *dev,
			      enum cusb_device_string which, char *content, size_t size)
{
	(void)backend;
	(void)dev;
	(void)which;
	(void)content;
	(void)size;
	return backend_err;
}

CASE(own_string_that_cannot_be_read_from_sysfs_is_asked_of_the_device)
{
	sd.fake->backend.string = failing_string;
	backend_err = -EACCES;
	SD_ANSWER(2, TEXT_A);
	ck_assert_int_eq(cusb_product(sd.dev, &lent), 0);
}

CASE(own_string_of_a_device_that_left_is_enodev)
{
	sd.fake->backend.string = failing_string;
	backend_err = -ENODEV;
	SD_ANSWER(2, TEXT_A);
	ck_assert_int_eq(cusb_product(sd.dev, &lent), -ENODEV);
	ck_assert_str_eq(lent, "untouched");
	ck_assert_uint_eq(sd.asked, 0);
}

CASE(own_string_is_remembered)
{
	const char *before, *after;

	SD_ANSWER(2, TEXT_A);
	cusb_product(sd.dev, &before);
	SD_ANSWER(2, TEXT_B);
	ck_assert_int_eq(cusb_product(sd.dev, &after), 0);
	ck_assert_ptr_eq(before, after);
	ck_assert_uint_eq(sd.descriptors[2].asked, 1);
}

CASE(own_strings_are_not_mixed_up)
{
	const char *a, *b, *c;

	sd.fake->known[CUSB_MANUFACTURER] = "same";
	sd.fake->known[CUSB_PRODUCT] = "same";
	sd.fake->known[CUSB_SERIAL_NUMBER] = "other";
	ck_assert_int_eq(cusb_manufacturer(sd.dev, &a), 0);
	ck_assert_int_eq(cusb_serial_number(sd.dev, &c), 0);
	ck_assert_int_eq(cusb_product(sd.dev, &b), 0);
	ck_assert_str_eq(a, "same");
	ck_assert_str_eq(b, "same");
	ck_assert_str_eq(c, "other");
	sd.fake->known[CUSB_PRODUCT] = "changed";
	ck_assert_int_eq(cusb_product(sd.dev, &b), 0);
	ck_assert_str_eq(b, "same");
}

CASE(own_string_that_failed_is_asked_for_again)
{
	sd_fail(2, -ETIMEDOUT);
	ck_assert_int_eq(cusb_product(sd.dev, &lent), -ETIMEDOUT);
	SD_ANSWER(2, TEXT_A);
	ck_assert_int_eq(cusb_product(sd.dev, &lent), 0);
}

CASE(own_string_that_is_as_before_keeps_its_place)
{
	const char *before, *after;

	SD_ANSWER(2, TEXT_A);
	cusb_product(sd.dev, &before);
	cusb_dispose_resources(sd.dev);
	ck_assert_int_eq(cusb_product(sd.dev, &after), 0);
	ck_assert_ptr_eq(before, after);
	ck_assert_uint_eq(sd.descriptors[2].asked, 2);
}

CASE(own_string_that_changed_leaves_the_lent_one_valid)
{
	const char *before, *after;

	SD_ANSWER(2, TEXT_A);
	cusb_product(sd.dev, &before);
	SD_ANSWER(2, TEXT_B);
	cusb_dispose_resources(sd.dev);
	ck_assert_int_eq(cusb_product(sd.dev, &after), 0);
	ck_assert_str_eq(after, "B");
	ck_assert_str_eq(before, "A");
}

CASE(own_string_that_changed_and_changed_back_is_right)
{
	SD_ANSWER(2, TEXT_A);
	cusb_product(sd.dev, &lent);
	SD_ANSWER(2, TEXT_B);
	cusb_dispose_resources(sd.dev);
	cusb_product(sd.dev, &lent);
	SD_ANSWER(2, TEXT_A);
	cusb_dispose_resources(sd.dev);
	ck_assert_int_eq(cusb_product(sd.dev, &lent), 0);
	ck_assert_str_eq(lent, "A");
	ck_assert_int_eq(cusb_product(sd.dev, &lent), 0);
	ck_assert_uint_eq(sd.descriptors[2].asked, 3);
}

CASE(own_string_is_asked_for_again_after_a_reset)
{
	SD_ANSWER(2, TEXT_A);
	cusb_product(sd.dev, &lent);
	SD_ANSWER(2, TEXT_B);
	cusb_reset(sd.dev);
	ck_assert_int_eq(cusb_product(sd.dev, &lent), 0);
	ck_assert_str_eq(lent, "B");
}

CASE(own_string_without_memory_is_enomem_and_not_remembered)
{
	int err;

	sd.fake->known[CUSB_PRODUCT] = "known";
	fail_alloc_start(1);
	err = cusb_product(sd.dev, &lent);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_str_eq(lent, "untouched");
	ck_assert_int_eq(cusb_product(sd.dev, &lent), 0);
}

static void *ask(void *arg)
{
	cusb_product(sd.dev, arg);
	return NULL;
}

CASE(threads_that_ask_at_once_get_the_same)
{
	const char *texts[4] = {NULL};
	pthread_t threads[4];

	SD_ANSWER(2, TEXT_A);
	for (size_t i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, ask, &texts[i]);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < 4; i++)
		ck_assert_ptr_eq(texts[i], texts[0]);
	ck_assert_str_eq(texts[0], "A");
}
