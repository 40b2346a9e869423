# SPDX-License-Identifier: MIT
# Debian's programs, unchanged on our libraries; included by tests/tests.mk.
#
#:     check-compat   Debian's programs for libusb, on ours: fetches them (packages.txt; needs
#:                    the network the first time) and lets each do its job in the guest, on a virtual
#:                    device that stands in for its hardware, with the original library and with
#:                    ours: what it prints and what it asks of the device must be the same. One alone,
#:                    afterwards: tests/kernel/run.sh --root build/programs/root --verbose
#:                    --only sispmctl tests/compat/programs/guests/programs
#
# To add a program: a line of packages.txt, its stand-in as a file of devices/, and a line of
# guests/programs.steps.

PROGRAMS := $(BUILD)/programs
STAND_IN_SRC := $(sort $(wildcard tests/compat/programs/devices/*.c) \
	$(addprefix tests/compat/programs/,stand_in.c runs.c normalize.c loader.c transcript.c firmware.c))
# The other sides of programs that pass a device on.
PEERS := $(patsubst %.c,%,$(notdir $(wildcard tests/compat/programs/peers/*.c)))
PROGRAMS_LIBRARIES := libusb-0.1.so.4 libusb-1.0.so.0 libopenusb.so.1
PROGRAMS_STATIC := $(BUILD)/static/tests/compat/programs/stand_in $(BUILD)/static/tests/compat/pyusb/pyusb_plug \
	$(PEERS:%=$(BUILD)/static/tests/compat/programs/peers/%)
# What the guest gets besides the files of the packages and of PyUSB: FILE, or FILE:PATH, as GUEST_FILES.
PROGRAMS_FILES := $(PROGRAMS_STATIC) $(BUILD)/static/tests/kernel/init:init \
	$(addprefix $(BUILD)/static/tests/kernel/,expect sequence sysfs) \
	$(foreach name,sh cat rm strace,$(shell command -v $(name))) \
	$(BUILD)/static/cusb $(PROGRAMS)/flash.bin:firmware/flash.bin \
	tests/compat/programs/udev/usb.rules:etc/udev/rules.d/usb.rules \
	tests/compat/programs/udev/configured.sh:etc/udev/configured.sh \
	$(foreach file,$(wildcard fixtures/devices/*) $(PROGRAMS)/webcam.device,$(file):devices/$(notdir $(file))) \
	$(foreach file,$(wildcard tests/compat/programs/firmware/*),$(file):firmware/$(notdir $(file)))

.PHONY: check-compat check-programs programs programs-own

# Other folders add theirs: `check-compat: check-...`.
check-compat: check-programs

check-programs: programs
	@tests/compat/programs/check.sh $(BUILD)

# What the guest boots.
programs: check-needs programs-own $(PROGRAMS_LIBRARIES:%=$(BUILD)/compat/%) $(PROGRAMS)/versions \
		$(PROGRAMS)/webcam.device $(PROGRAMS)/flash.bin $(PYUSB)/files $(GUEST)/modules.release
	@tests/compat/programs/stage.sh $(PROGRAMS) $(BUILD)/compat $(PROGRAMS)/root \
		$(PROGRAMS_FILES) $$(cat $(PYUSB)/files)

$(PROGRAMS)/versions: tests/compat/programs/packages.txt tests/compat/programs/fetch.sh
	tests/compat/programs/fetch.sh $(PROGRAMS)

# As large as a flash chip, see devices/flashrom.c.
$(PROGRAMS)/flash.bin:
	@mkdir -p $(@D)
	@yes 'cusb on a flash' | head -c 65536 >$@

# lsusb reads what a processing unit of UVC 1.00 does not have, and so shows the byte that happens to be
# behind it. This webcam has none.
$(PROGRAMS)/webcam.device: fixtures/descriptors/webcam.hex
	@mkdir -p $(@D)
	@(echo speed high && echo descriptors && sed 's/^/    /' $< && echo string 1 Example Corp. && \
		echo string 2 Webcam) >$@

# guest-static has built all that several of these share.
programs-own: guest-static
	+@$(MAKE) --no-print-directory -s $(STATIC) $(PROGRAMS_STATIC)

$(T)/compat/programs/stand_in: $(call obj,$(STAND_IN_SRC) $(PLUGGED:%=tests/kernel/%.c)) $(BUILD)/libvirtual.a \
		$(BUILD)/libcusb.a
	$(call link,-Wl$(comma)--wrap=virtual_control)

$(T)/compat/programs/peers/%: $(BUILD)/obj/tests/compat/programs/peers/%.o
	$(link)
