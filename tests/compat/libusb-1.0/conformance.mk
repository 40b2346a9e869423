# SPDX-License-Identifier: MIT
# What programs for libusb 1.0 rely on, in cases that use its header alone; included by tests/tests.mk.
#
#:     check-libusb   the cases for libusb 1.0's interface, on the miniature kernel; a part of check-unit
#:

LIBUSB_CASES := $(filter-out %/world_virtual.c %/layout.c,$(sort $(wildcard tests/compat/libusb-1.0/*.c)))

$(call obj,$(LIBUSB_CASES) tests/compat/libusb-1.0/world_virtual.c): private OWN_CPPFLAGS := -Isrc/compat/libusb-1.0
# On ours, with the miniature kernel.
$(T)/compat/libusb-1.0/conformance: $(call obj,$(LIBUSB_CASES) tests/compat/libusb-1.0/world_virtual.c) \
		$(BUILD)/compat/libusb-1.0.a $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)

.PHONY: check-libusb
check-libusb: $(T)/compat/libusb-1.0/conformance
	@$(RUN) $(T)/compat/libusb-1.0/conformance

-include $(patsubst %.c,$(BUILD)/obj/%.d,$(LIBUSB_CASES) tests/compat/libusb-1.0/world_virtual.c)
