# SPDX-License-Identifier: MIT
# twice.c with Debian's libusb-0.1 and with ours; included by tests/tests.mk.
#
# The guest runs three: built with libusb's header and library; the same binary on our shared
# library; and built with our header and our archives.

$(T)/twice-libusb: tests/compat/libusb-0.1/twice.c
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(CFLAGS) -Wall -Wextra -D_GNU_SOURCE -o $@ $< $(shell pkg-config --cflags --libs libusb)

$(BUILD)/obj/tests/compat/libusb-0.1/twice.o: private OWN_CPPFLAGS := -Isrc/compat/libusb-0.1
$(T)/twice-cusb: $(BUILD)/obj/tests/compat/libusb-0.1/twice.o $(BUILD)/compat/libusb.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

GUEST_FILES += $(T)/twice-libusb $(BUILD)/compat/libusb-0.1.so.4:compat/libusb-0.1.so.4 \
	$(BUILD)/check/glibc/tests/twice-cusb $(shell command -v diff) $(shell command -v env)
guest: $(T)/twice-libusb $(BUILD)/compat/libusb-0.1.so.4 guest-twice
.PHONY: guest-twice
guest-twice:
	$(call as,check/glibc) CC=gcc LDFLAGS=-static $(BUILD)/check/glibc/tests/twice-cusb
