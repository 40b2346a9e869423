# SPDX-License-Identifier: MIT
# The guest: a real kernel in QEMU with our static programs; included by tests/tests.mk.
#
# Each guests/*.steps is a guest of its own; they all run at once. To add a step: a line there. To
# give a guest devices of its own, or to look at something after its end: see run.sh. To add a
# program: its file to GUEST_FILES (FILE, or FILE:PATH for another place than bin/ in the initramfs;
# libraries of a dynamic one come along), and the target that builds it to the prerequisites of
# `guest`.
#
#   make guest && tests/kernel/run.sh --only emulate tool
#   make guest && tests/kernel/run.sh --run 'cusb emulate loopback -- cusb list' tool

GUEST := $(BUILD)/guest
GUEST_OWN := init sysfs expect gadget attach sequence replug tone
GUEST_FILES += $(BUILD)/static/tests/kernel/init:init \
	$(patsubst %,$(BUILD)/static/tests/kernel/%,$(filter-out init,$(GUEST_OWN)))

.PHONY: setup check-needs check-kernel check-initramfs guest guest-own

setup:
	tests/kernel/setup.sh $(BUILD)
	tests/source.sh $(BUILD)/cross/libcheck check check

# Fails, naming what is missing.
check-needs:
	@tests/kernel/missing.sh $(BUILD)

check-kernel: guest $(BUILD)/tests/kernel/compare_wav
	tests/kernel/guests.sh $(BUILD)

# The recipe of src/initramfs, on a machine that has nothing else.
check-initramfs: check-needs static
	tests/kernel/initramfs.sh $(BUILD)

guest: check-needs guest-own $(GUEST)/modules.release
	tests/kernel/stage.sh $(GUEST)/root $(GUEST_FILES)

$(GUEST)/modules.release: $(wildcard $(BUILD)/kernel/release) tests/kernel/modules.txt \
		src/initramfs/modules.sh | check-needs
	@rm -rf $(GUEST)/modules && mkdir -p $(GUEST)/modules
	grep '^[^#]' tests/kernel/modules.txt | src/initramfs/modules.sh \
		$(BUILD)/kernel/tree/lib/modules/$$(cat $(BUILD)/kernel/release) $(GUEST)/modules \
		>$(GUEST)/modules/modules
	cp $(BUILD)/kernel/release $@

# The same flags as `make static`, whose objects they share.
guest-own: static
	+@$(MAKE) --no-print-directory $(STATIC) $(GUEST_OWN:%=$(BUILD)/static/tests/kernel/%)

# For the host.
$(BUILD)/tests/kernel/compare_wav: $(BUILD)/obj/tests/kernel/compare_wav.o
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

$(BUILD)/tests/kernel/%: $(BUILD)/obj/tests/kernel/%.o $(BUILD)/obj/tests/kernel/plugged.o \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

.SECONDARY: $(patsubst %,$(BUILD)/obj/tests/kernel/%.o,$(GUEST_OWN) plugged)
-include $(patsubst %,$(BUILD)/obj/tests/kernel/%.d,$(GUEST_OWN) plugged)
