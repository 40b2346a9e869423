# SPDX-License-Identifier: MIT
# What programs for libusb 1.0 rely on, in cases that use its header alone; included by tests/tests.mk.
#
#:     check-libusb   the cases for libusb 1.0's interface, on the miniature kernel; a part of check-unit
#:     check-libusb-guest  the same in the guest, with the distribution's library and with ours
#:

LIBUSB_VIRTUAL := tests/compat/libusb-1.0/world_virtual.c
LIBUSB_KERNEL := $(addprefix tests/compat/libusb-1.0/,world_kernel.c plugger.c)
LIBUSB_CASES := $(filter-out $(LIBUSB_VIRTUAL) $(LIBUSB_KERNEL) %/layout.c,$(sort $(wildcard tests/compat/libusb-1.0/*.c)))

$(call obj,$(LIBUSB_CASES) $(LIBUSB_VIRTUAL) $(LIBUSB_KERNEL)): private OWN_CPPFLAGS := -Isrc/compat/libusb-1.0
# On ours, with the miniature kernel.
$(T)/compat/libusb-1.0/conformance: $(call obj,$(LIBUSB_CASES) $(LIBUSB_VIRTUAL)) \
		$(BUILD)/compat/libusb-1.0.a $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)

# On the running kernel, with the library that the loader finds. The core that the world needs is
# inside, and not to be taken for the core of our libusb-1.0.so.0.
$(T)/compat/libusb-1.0/conformance-shared: $(call obj,$(LIBUSB_CASES) $(LIBUSB_KERNEL) $(PLUGGED:%=tests/kernel/%.c)) \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a $(BUILD)/compat/libusb-1.0.so.0
	$(link)
	@! nm -D --defined-only $@ | grep ' cusb_'

# Two programs, and several of our libraries in one; as programs find them, shared.
TOGETHER_SRC := $(sort $(wildcard tests/compat/libusb-1.0/together/*.c))
$(call obj,$(TOGETHER_SRC)): private OWN_CPPFLAGS := -Isrc/compat/libusb-1.0 -Isrc/compat/libusb-0.1
$(T)/compat/libusb-1.0/together: $(call obj,$(TOGETHER_SRC) tests/compat/libusb-1.0/case.c) \
		$(BUILD)/compat/libusb-1.0.so.0 $(BUILD)/compat/libusb-0.1.so.4 $(BUILD)/libcusb.so.0
	$(link)

# Where the distribution has the original.
ORIGINAL = $(shell pkg-config --variable=libdir libusb-1.0)/libusb-1.0.so
LIBUSB_GUEST_FILES = $(T)/compat/libusb-1.0/conformance-shared:bin/libusb-conformance \
	$(T)/compat/libusb-1.0/together:bin/libusb-together $(BUILD)/static/cusb \
	$(BUILD)/compat/libusb-0.1.so.4:cusb/libusb-0.1.so.4 $(BUILD)/libcusb.so.0:cusb/libcusb.so.0 \
	$(addprefix $(BUILD)/static/tests/kernel/,init:init sysfs) \
	/lib/systemd/systemd-udevd $(shell command -v sh)

.PHONY: check-libusb check-libusb-guest libusb-guest
check-libusb: $(T)/compat/libusb-1.0/conformance
	@$(RUN) $(T)/compat/libusb-1.0/conformance
check-compat: check-libusb-guest
check-libusb-guest: libusb-guest
	@tests/kernel/run.sh --root $(GUEST)/libusb tests/compat/libusb-1.0/guests/libusb $(BUILD)
libusb-guest: check-needs guest-static $(T)/compat/libusb-1.0/conformance-shared $(T)/compat/libusb-1.0/together \
		$(GUEST)/modules.release
	@tests/compat/libusb-1.0/stage.sh $(ORIGINAL) $(BUILD)/compat/libusb-1.0.so.0 $(GUEST)/libusb $(LIBUSB_GUEST_FILES)
