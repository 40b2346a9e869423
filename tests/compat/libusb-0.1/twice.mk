# SPDX-License-Identifier: MIT
# The guest `twice` runs three: twice.c built with Debian's libusb-0.1 and its header; the same
# binary on our shared library; and built with our header and our archives. Included by tests/tests.mk.

$(T)/twice-libusb: tests/compat/libusb-0.1/twice.c
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(CFLAGS) -Wall -Wextra -D_GNU_SOURCE -o $@ $< $(shell pkg-config --cflags --libs libusb)

$(BUILD)/obj/tests/compat/libusb-0.1/twice.o: private OWN_CPPFLAGS := -Isrc/compat/libusb-0.1
$(T)/twice-cusb: $(BUILD)/obj/tests/compat/libusb-0.1/twice.o $(BUILD)/compat/libusb.a $(BUILD)/libcusb.a
	$(link)
