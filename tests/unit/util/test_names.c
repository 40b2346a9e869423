/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "unit.h"

CASE(assigned_classes_have_names)
{
	ck_assert_str_eq(cusb_class_name(CUSB_CLASS_HUB), "Hub");
	ck_assert_str_eq(cusb_class_name(CUSB_CLASS_MASS_STORAGE), "Mass Storage");
	ck_assert_str_eq(cusb_class_name(CUSB_CLASS_VENDOR), "Vendor Specific");
	ck_assert_str_eq(cusb_class_name(CUSB_CLASS_PER_INTERFACE), "Specified at interface");
}

CASE(other_numbers_are_an_unknown_class)
{
	ck_assert_str_eq(cusb_class_name(0x04), "Unknown Class");
	ck_assert_str_eq(cusb_class_name(0x109), "Unknown Class");
}
