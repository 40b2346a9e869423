/* SPDX-License-Identifier: MIT */
/*
 * Tests lamp.c against a virtual lamp, with libcheck; needs no hardware and no rights:
 * cc virtual_test.c lamp.c $(pkg-config --cflags --libs cusb-virtual check)
 */
#include <check.h>
#include <cusb/virtual.h>
#include <errno.h>

int dim_lamp(unsigned int percent);
static unsigned int brightness; /* request 1 sets it */

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	brightness = setup->wValue;
	return setup->bRequest == 1 ? 0 : -EPIPE;
}

static struct cusb_virtual_model lamp = {.name = "lamp", .control = control};
static const struct cusb_virtual_fault lost_twice = {.kind = CUSB_VIRTUAL_ERROR, .times = 2};
static struct cusb_virtual_kernel *kernel;

static void plug_lamp_in(void)
{
	struct cusb_virtual_identity identity = {.idVendor = 0xfffe, .product = "Lamp"};
	struct cusb_virtual_builder *builder;
	struct cusb_backend *backend;

	ck_assert_int_eq(cusb_virtual_builder_new(&identity, &builder), 0);
	cusb_virtual_add_configuration(builder, &(struct cusb_virtual_configuration){0});
	cusb_virtual_add_interface(builder, &(struct cusb_virtual_interface){0});
	ck_assert_int_eq(cusb_virtual_build(builder, &lamp), 0);
	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, &lamp, "1-1"), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &backend), 0);
	cusb_set_default_backend(backend);
}

START_TEST(lamp_becomes_as_bright_as_it_is_told)
{
	ck_assert_int_eq(dim_lamp(40), 0);
	ck_assert_uint_eq(brightness, 40);
}
END_TEST

START_TEST(lost_request_is_sent_again)
{
	cusb_virtual_add_fault(kernel, "1-1", &lost_twice);
	ck_assert_int_eq(dim_lamp(70), 0);
	ck_assert_uint_eq(brightness, 70);
}
END_TEST

START_TEST(lamp_is_found_at_another_port)
{
	cusb_virtual_unplug(kernel, "1-1");
	ck_assert_int_eq(dim_lamp(10), -ENODEV);
	cusb_virtual_plug(kernel, &lamp, "1-2");
	ck_assert_int_eq(dim_lamp(10), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lamp");
	TCase *tc = tcase_create("lamp");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tc, plug_lamp_in, NULL); /* each test is a process of its own */
	tcase_add_test(tc, lamp_becomes_as_bright_as_it_is_told);
	tcase_add_test(tc, lost_request_is_sent_again);
	tcase_add_test(tc, lamp_is_found_at_another_port);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
