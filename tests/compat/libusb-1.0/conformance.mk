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

# On the running kernel: on ours alone, as one static file; and on the library that the loader finds.
LIBUSB_KERNEL_OBJ := $(call obj,$(LIBUSB_CASES) $(LIBUSB_KERNEL) $(PLUGGED:%=tests/kernel/%.c))
$(T)/compat/libusb-1.0/conformance-kernel: $(LIBUSB_KERNEL_OBJ) $(BUILD)/compat/libusb-1.0.a \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)
# The core that the world needs is inside, and not to be taken for the core of our libusb-1.0.so.0.
$(T)/compat/libusb-1.0/conformance-shared: $(LIBUSB_KERNEL_OBJ) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a \
		$(BUILD)/compat/libusb-1.0.so.0
	$(link)
	@! nm -D --defined-only $@ | grep ' cusb_'

# Where the distribution has the original.
ORIGINAL = $(shell pkg-config --variable=libdir libusb-1.0)/libusb-1.0.so
LIBUSB_GUEST_FILES = $(T)/compat/libusb-1.0/conformance-shared:bin/libusb-conformance \
	$(addprefix $(BUILD)/static/tests/kernel/,init:init sysfs sequence expect) \
	/lib/systemd/systemd-udevd $(shell command -v sh)

.PHONY: check-libusb check-libusb-guest libusb-guest
check-libusb: $(T)/compat/libusb-1.0/conformance
	@$(RUN) $(T)/compat/libusb-1.0/conformance
check-libusb-guest: libusb-guest
	@tests/kernel/run.sh --root $(GUEST)/libusb tests/compat/libusb-1.0/guests/libusb $(BUILD)
libusb-guest: check-needs guest-static $(T)/compat/libusb-1.0/conformance-shared $(GUEST)/modules.release
	@tests/compat/libusb-1.0/stage.sh $(ORIGINAL) $(BUILD)/compat/libusb-1.0.so.0 $(GUEST)/libusb $(LIBUSB_GUEST_FILES)

-include $(patsubst %.c,$(BUILD)/obj/%.d,$(LIBUSB_CASES) $(LIBUSB_VIRTUAL) $(LIBUSB_KERNEL))
