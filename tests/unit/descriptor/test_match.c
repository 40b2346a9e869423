/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "descriptor/match.h"
#include "descriptor_tree.h"
#include "unit.h"

static const enum cusb_field others[] = {CUSB_FIELD_bus, CUSB_FIELD_name, CUSB_FIELD_END};

/* As the searches do. */
static int check(const struct field *table, const enum cusb_field *more,
		 const struct cusb_match *match)
{
	for (; match && match->field != CUSB_FIELD_END; match++)
		if (!match_allows(table, more, match->field))
			return -EINVAL;
	return 0;
}

static struct cusb_endpoint interrupt_in(void)
{
	return (struct cusb_endpoint){
		.bLength = 7, .bEndpointAddress = 0x81, .bmAttributes = 0x13, .wMaxPacketSize = 1};
}

CASE(check_of_an_empty_list_is_good)
{
	static const struct cusb_match empty[] = {{CUSB_FIELD_END, {0}}};

	ck_assert_int_eq(check(device_fields, NULL, NULL), 0);
	ck_assert_int_eq(check(device_fields, NULL, empty), 0);
}

CASE(check_takes_fields_of_the_table_others_and_user)
{
	int me;

	ck_assert_int_eq(check(device_fields, others,
			       CUSB_MATCH(idVendor, 1, bus, 2, name, "3-2", user, &me)),
			 0);
}

CASE(check_refuses_a_field_of_another_level)
{
	ck_assert_int_eq(check(device_fields, others, CUSB_MATCH(bInterval, 1)), -EINVAL);
	ck_assert_int_eq(check(interface_fields, NULL, CUSB_MATCH(bmAttributes, 1)), -EINVAL);
}

CASE(check_refuses_what_is_not_among_the_others)
{
	ck_assert_int_eq(check(device_fields, others, CUSB_MATCH(address, 1)), -EINVAL);
	ck_assert_int_eq(check(device_fields, NULL, CUSB_MATCH(bus, 1)), -EINVAL);
}

CASE(check_refuses_a_bad_field_behind_good_ones)
{
	ck_assert_int_eq(check(device_fields, others, CUSB_MATCH(idVendor, 1, speed, 2)), -EINVAL);
}

CASE(direction_and_transfer_type_are_of_endpoints_alone)
{
	const struct cusb_match *match = CUSB_MATCH(direction, 0x80, transfer_type, 3);

	ck_assert_int_eq(check(endpoint_fields, NULL, match), 0);
	ck_assert_int_eq(check(configuration_fields, NULL, match), -EINVAL);
}

CASE(fields_hold_only_when_all_do)
{
	struct cusb_endpoint ep = interrupt_in();

	ck_assert(match_fields(endpoint_fields, &ep,
			       CUSB_MATCH(bEndpointAddress, 0x81, wMaxPacketSize, 1)));
	ck_assert(!match_fields(endpoint_fields, &ep,
				CUSB_MATCH(bEndpointAddress, 0x81, wMaxPacketSize, 2)));
	ck_assert(!match_fields(endpoint_fields, &ep,
				CUSB_MATCH(bEndpointAddress, 0x01, wMaxPacketSize, 1)));
}

CASE(zero_is_a_value_to_match)
{
	struct cusb_endpoint ep = interrupt_in();

	ck_assert(match_fields(endpoint_fields, &ep, CUSB_MATCH(bInterval, 0)));
	ck_assert(!match_fields(endpoint_fields, &ep, CUSB_MATCH(bLength, 0)));
}

CASE(value_wider_than_the_field_never_matches)
{
	struct cusb_endpoint ep = interrupt_in();

	ck_assert(!match_fields(endpoint_fields, &ep, CUSB_MATCH(bEndpointAddress, 0x181)));
	ck_assert(!match_fields(endpoint_fields, &ep, CUSB_MATCH(wMaxPacketSize, 0x10001)));
}

CASE(direction_is_bit_7_of_the_address)
{
	struct cusb_endpoint ep = interrupt_in();

	ck_assert(match_fields(endpoint_fields, &ep, CUSB_MATCH(direction, CUSB_ENDPOINT_IN)));
	ck_assert(!match_fields(endpoint_fields, &ep, CUSB_MATCH(direction, CUSB_ENDPOINT_OUT)));
}

CASE(transfer_type_is_bits_1_and_0_of_the_attributes)
{
	struct cusb_endpoint ep = interrupt_in();

	ck_assert(match_fields(endpoint_fields, &ep,
			       CUSB_MATCH(transfer_type, CUSB_ENDPOINT_TYPE_INTR)));
	ck_assert(!match_fields(endpoint_fields, &ep, CUSB_MATCH(transfer_type, 0x13)));
}

CASE(pairs_of_the_caller_are_passed_over)
{
	struct cusb_device dev = {.idVendor = 0xfffe};

	ck_assert(match_fields(device_fields, &dev, CUSB_MATCH(bus, 9, idVendor, 0xfffe)));
	ck_assert(!match_fields(device_fields, &dev, CUSB_MATCH(bus, 9, idVendor, 0xffff)));
	ck_assert(match_fields(device_fields, &dev, NULL));
}

CASE(find_gives_the_first_pair_of_a_field)
{
	const struct cusb_match *match = CUSB_MATCH(bus, 1, address, 2, address, 3);

	ck_assert_ptr_eq(match_find(match, CUSB_FIELD_address), match + 1);
	ck_assert_ptr_null(match_find(match, CUSB_FIELD_speed));
	ck_assert_ptr_null(match_find(NULL, CUSB_FIELD_speed));
}

CASE(user_is_null_unless_given)
{
	int me;

	ck_assert_ptr_eq(match_user(CUSB_MATCH(bus, 1, user, &me)), &me);
	ck_assert_ptr_null(match_user(CUSB_MATCH(bus, 1)));
	ck_assert_ptr_null(match_user(NULL));
}
