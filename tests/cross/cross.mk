# SPDX-License-Identifier: MIT
# Other architectures: library, tool and suites as a cross compiler builds them, run under QEMU's
# user mode emulation; included by tests/tests.mk.
#
#:     check-cross    aarch64, armhf, riscv64 and big-endian mips, emulated; one: make cross-mips
#
# To add an architecture: its name to CROSS, what its compiler is called and what QEMU calls it, and
# its packages to tests/packages.txt.

CROSS := aarch64 armhf riscv64 mips
TRIPLET_aarch64 := aarch64-linux-gnu
TRIPLET_armhf := arm-linux-gnueabihf
TRIPLET_riscv64 := riscv64-linux-gnu
TRIPLET_mips := mips-linux-gnu
QEMU_armhf := arm

C := $(BUILD)/cross
CROSS_PROGRAMS = unit conformance cusb-faulty $(notdir $(FUZZ_REPLAYS))

.PHONY: check-cross $(CROSS:%=cross-%)
check-cross: $(CROSS:%=cross-%)
	@tests/compat/libusb-0.1/twice_header.sh i686-linux-gnu-gcc $(foreach name,$(CROSS),$(TRIPLET_$(name))-gcc)
	@tests/cross/table.sh $(C) $(CROSS)

# Static, so that the emulator needs no libraries of that architecture.
$(CROSS:%=cross-%): cross-%: $(C)/libcheck/%/lib/libcheck.a
	+@$(MAKE) --no-print-directory -s BUILD=$(C)/$* CC=$(TRIPLET_$*)-gcc CFLAGS="-O2 -Werror" \
		LDFLAGS=-static CPPFLAGS=-I$(C)/libcheck/$*/include UNIT_LIBS="$< -lm" \
		all $(CROSS_PROGRAMS:%=$(C)/$*/tests/%)
	@tests/cross/run.sh $(C)/$* $(or $(QEMU_$*),$*)

# libcheck, which distributions do not have for a cross compiler.
$(C)/libcheck/source: tests/source.sh
	@tests/source.sh $(C)/libcheck check check
	@touch $@
$(C)/libcheck/%/lib/libcheck.a: tests/cross/libcheck.sh | $(C)/libcheck/source
	@tests/cross/libcheck.sh $(C)/libcheck $* $(TRIPLET_$*)
