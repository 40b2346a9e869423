# SPDX-License-Identifier: MIT
# The guests: a real kernel in QEMU with our static programs; included by tests/tests.mk.
#
#:   check-guest    the tool and the conformance suite (musl) on a real kernel, in QEMU
#:     check-guests      the other guests: glibc, 32 bit, libusb-0.1 beside Debian's, stress, sound, USB/IP
#:     check-show        the tool beside Debian's lsusb, uhubctl and usbreset: cusb show -v on all devices
#:                       of fixtures/devices, and the tool under their names
#:     check-initramfs   a machine that has the tool and nothing else
#:   guest          what check-guest boots: afterwards `tests/kernel/run.sh --only emulate check`, or
#:                  `tests/kernel/run.sh --run 'cusb emulate loopback -- cusb list' check`
#:
# Each guests/*.steps is a guest of its own. To add a step: a line there. To give a guest devices of
# its own, or to look at something after its end: see run.sh. To add a program: its file to
# GUEST_FILES, or to GUESTS_FILES if check.steps has no use for it (FILE, or FILE:PATH for another
# place than bin/ in the initramfs; libraries of a dynamic one come along), and what builds it below.

GUEST := $(BUILD)/guest
GUESTS := glibc m32 twice stress sound remote
# What the programs that plug in a device have in common.
PLUGGED := plugged vhci_rx
GUEST_OWN := init sysfs expect gadget attach sequence replug tone play disk forbid
GUEST_STATIC := $(BUILD)/static/cusb $(addprefix $(BUILD)/static/tests/, \
	conformance first many roundtrips_cusb $(GUEST_OWN:%=kernel/%))
# Debian's programs that steps use; and libusb's, whose system calls are counted beside ours.
GUEST_FILES := $(filter-out %/conformance %/init,$(GUEST_STATIC)) \
	$(BUILD)/static/tests/conformance:bin/conformance-musl \
	$(BUILD)/static/tests/kernel/init:init \
	tests/kernel/show_both.sh tests/kernel/applets.sh $(T)/roundtrips_libusb \
	$(foreach name,strace lsusb uhubctl usbreset sh cmp grep ln sleep tcpdump cat mkfifo base64,$(shell PATH=$$PATH:/usr/sbin command -v $(name))) \
	$(foreach file,$(wildcard fixtures/devices/*),$(file):devices/$(notdir $(file))) \
	tests/kernel/capture.sh:capture.sh tests/kernel/passwd:etc/passwd
# The suite as two more compilers build it, and one program for libusb-0.1, twice: see
# tests/compat/libusb-0.1/twice.c.
GUESTS_FILES := $(BUILD)/check/glibc/tests/conformance:bin/conformance-glibc \
	$(BUILD)/check/m32/tests/conformance:bin/conformance-m32 \
	$(BUILD)/check/tsan/tests/stress:bin/stress-tsan \
	$(T)/twice-libusb $(BUILD)/compat/libusb-0.1.so.4:compat/libusb-0.1.so.4 \
	$(BUILD)/check/glibc/tests/twice-cusb $(foreach name,diff env ip mkdir mount tc umount usbip usbipd,$(shell PATH=$$PATH:/sbin:/usr/sbin command -v $(name))) \
	tests/kernel/remote.sh:remote.sh $(GUEST)/files.img:files.img

.PHONY: setup check-needs check-guest check-show check-guests $(GUESTS:%=check-guest-%) check-initramfs guest \
	guests guest-static guest-glibc guest-m32 guest-tsan

setup:
	tests/kernel/setup.sh $(BUILD)

# Fails, naming what is missing.
check-needs:
	@tests/kernel/missing.sh $(BUILD)

check-guest: guest
	@tests/kernel/run.sh check $(BUILD)
check-show: guest
	@tests/kernel/run.sh show $(BUILD)
check-guests: $(GUESTS:%=check-guest-%)
$(GUESTS:%=check-guest-%): check-guest-%: guests $(BUILD)/tests/kernel/compare_wav
	@tests/kernel/run.sh --root $(GUEST)/roots $* $(BUILD)

# The recipe of src/initramfs, on a machine that has nothing else.
check-initramfs: check-needs guest-static
	@tests/kernel/initramfs.sh $(BUILD)

guest: check-needs guest-static $(T)/roundtrips_libusb $(GUEST)/modules.release
	@tests/kernel/stage.sh $(GUEST)/root $(GUEST_FILES)
guests: check-needs guest-static guest-glibc guest-m32 guest-tsan $(T)/roundtrips_libusb \
		$(T)/twice-libusb $(BUILD)/compat/libusb-0.1.so.4 $(GUEST)/modules.release $(GUEST)/files.img
	@tests/kernel/stage.sh $(GUEST)/roots $(GUEST_FILES) $(GUESTS_FILES)

$(GUEST)/modules.release: $(wildcard $(BUILD)/kernel/release) tests/kernel/modules.txt \
		src/initramfs/modules.sh | check-needs
	@rm -rf $(GUEST)/modules && mkdir -p $(GUEST)/modules
	@grep '^[^#]' tests/kernel/modules.txt | src/initramfs/modules.sh \
		$(BUILD)/kernel/tree/lib/modules/$$(cat $(BUILD)/kernel/release) $(GUEST)/modules \
		>$(GUEST)/modules/modules
	@cp $(BUILD)/kernel/release $@

# A disk with a filesystem: what the guest has in /devices, and a program that fills some blocks.
$(GUEST)/files.img: $(wildcard fixtures/devices/*) | guest-static check-needs
	@rm -rf $(GUEST)/files $@ && mkdir -p $(GUEST)/files
	@cp -r fixtures/devices $(BUILD)/static/cusb $(GUEST)/files
	@truncate -s 4M $@ && PATH=$$PATH:/sbin:/usr/sbin mke2fs -q -t ext4 -O ^has_journal -d $(GUEST)/files $@

# One make for each build: two at once would write the same files.
guest-static:
	+@$(MAKE) --no-print-directory -s $(STATIC) $(GUEST_STATIC)
guest-tsan:
	$(call as,check/tsan) CC=gcc SAN=thread $(BUILD)/check/tsan/tests/stress
guest-glibc:
	$(call as,check/glibc) CC=gcc LDFLAGS=-static $(addprefix $(BUILD)/check/glibc/tests/,conformance twice-cusb)
guest-m32:
	$(call as,check/m32) CC=i686-linux-gnu-gcc LDFLAGS=-static $(BUILD)/check/m32/tests/conformance

# For the host.
$(BUILD)/tests/kernel/compare_wav: $(BUILD)/obj/tests/kernel/compare_wav.o
	$(link)

$(BUILD)/tests/kernel/%: $(BUILD)/obj/tests/kernel/%.o $(PLUGGED:%=$(BUILD)/obj/tests/kernel/%.o) \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)

.SECONDARY: $(patsubst %,$(BUILD)/obj/tests/kernel/%.o,$(GUEST_OWN) $(PLUGGED))
