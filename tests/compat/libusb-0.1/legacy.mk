# SPDX-License-Identifier: MIT
# Programs of Debian's that are linked with libusb-0.1, unchanged on our libusb-0.1.so.4; and twice.c
# with Debian's libusb-0.1 and with ours. Included by tests/tests.mk.
#
#:     check-legacy   Debian's programs for libusb-0.1, on ours: fetches them (packages.txt; needs
#:                    the network the first time) and lets each do its job in the guest, on a virtual
#:                    device that stands in for its hardware, with the original library and with
#:                    ours: what it prints and what it asks of the device must be the same. One alone,
#:                    afterwards: tests/kernel/run.sh --root build/legacy/root --verbose
#:                    --only sispmctl tests/compat/libusb-0.1/guests/legacy
#
# To add a program: a line of packages.txt, its stand-in in devices/, stand_in.h and stand_in.c, and
# a line of guests/legacy.steps.

LEGACY := $(BUILD)/legacy
STAND_IN_SRC := $(sort $(wildcard tests/compat/libusb-0.1/devices/*.c) \
	$(addprefix tests/compat/libusb-0.1/,stand_in.c runs.c normalize.c loader.c transcript.c firmware.c))
LEGACY_STATIC := $(BUILD)/static/tests/compat/libusb-0.1/stand_in $(BUILD)/static/tests/compat/pyusb/pyusb_plug
# What the guest gets besides the files of the packages and of PyUSB: FILE, or FILE:PATH, as GUEST_FILES.
LEGACY_FILES := $(LEGACY_STATIC) $(BUILD)/static/tests/kernel/init:init \
	$(BUILD)/compat/libopenusb.so.1:cusb/libopenusb.so.1 \
	$(BUILD)/static/tests/kernel/expect $(BUILD)/static/tests/kernel/sequence \
	$(foreach file,$(wildcard tests/compat/libusb-0.1/firmware/*),$(file):firmware/$(notdir $(file)))

.PHONY: check-legacy legacy-own

check-legacy: check-needs legacy-own $(BUILD)/compat/libusb-0.1.so.4 $(BUILD)/compat/libopenusb.so.1 \
		$(LEGACY)/versions $(PYUSB)/files $(GUEST)/modules.release
	@tests/compat/libusb-0.1/stage.sh $(LEGACY) $(BUILD)/compat/libusb-0.1.so.4 $(LEGACY)/root \
		$(LEGACY_FILES) $$(cat $(PYUSB)/files)
	@tests/compat/libusb-0.1/check.sh $(BUILD)

$(LEGACY)/versions: tests/compat/libusb-0.1/packages.txt tests/compat/libusb-0.1/fetch.sh
	tests/compat/libusb-0.1/fetch.sh $(LEGACY)

# guest-static has built all that several of these share.
legacy-own: guest-static
	+@$(MAKE) --no-print-directory -s $(STATIC) $(LEGACY_STATIC)

$(T)/compat/libusb-0.1/stand_in: $(call obj,$(STAND_IN_SRC) $(PLUGGED:%=tests/kernel/%.c)) $(BUILD)/libvirtual.a \
		$(BUILD)/libcusb.a
	$(link)

# The guest `twice` runs three: twice.c built with libusb's header and library; the same binary on
# our shared library; and built with our header and our archives.
$(T)/twice-libusb: tests/compat/libusb-0.1/twice.c
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(CFLAGS) -Wall -Wextra -D_GNU_SOURCE -o $@ $< $(shell pkg-config --cflags --libs libusb)

$(BUILD)/obj/tests/compat/libusb-0.1/twice.o: private OWN_CPPFLAGS := -Isrc/compat/libusb-0.1
$(T)/twice-cusb: $(BUILD)/obj/tests/compat/libusb-0.1/twice.o $(BUILD)/compat/libusb.a $(BUILD)/libcusb.a
	$(link)

-include $(patsubst %.c,$(BUILD)/obj/%.d,$(STAND_IN_SRC) tests/compat/libusb-0.1/twice.c)
