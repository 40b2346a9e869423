# SPDX-License-Identifier: MIT
# What is built and run to test; included by the top Makefile, and including the guest's part.
#
#   check-unit     units, the conformance suite on the virtual kernel and on a backend outside the
#                  library (tests/backend), the tool, headers, README
#   check-builds   the same suites as other compilers, C libraries and sanitizers build them
#   check-memory   the same suites under valgrind
#   check-cross    the same suites as cross compilers build them, under QEMU's user mode emulation
#   check-guest    on a real kernel, in QEMU
#   check          all of them

CXX ?= c++
T := $(BUILD)/tests
# One job more than there are processors: the guests mostly wait.
JOBS := $(shell nproc 2>/dev/null || echo 1)

STRESS_SRC := $(sort $(wildcard tests/stress/*.c))
FUZZ_SRC := tests/fuzz/fuzz_descriptor.c tests/fuzz/fuzz_text.c tests/fuzz/replay.c
FUZZ_REPLAYS := $(T)/fuzz-replay $(T)/fuzz-replay-text
UNIT_LIBS := $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

# The guest gets the suite as three C libraries build it, the tool, the README's program, and what
# counts its system calls beside libusb's.
GUEST_FILES += $(BUILD)/static/cusb $(BUILD)/static/tests/first \
	$(BUILD)/static/tests/conformance:bin/conformance-musl \
	$(BUILD)/check/glibc/tests/conformance:bin/conformance-glibc \
	$(BUILD)/check/m32/tests/conformance:bin/conformance-m32 \
	$(BUILD)/check/tsan/tests/stress:bin/stress-tsan \
	$(BUILD)/static/tests/roundtrips_cusb $(T)/roundtrips_libusb $(shell command -v strace) \
	$(shell command -v lsusb) $(shell command -v sh) $(shell command -v cmp) \
	$(foreach file,$(wildcard fixtures/devices/*),$(file):devices/$(notdir $(file)))

include tests/compat/libusb-0.1/twice.mk
include tests/kernel/kernel.mk
guest: guest-static guest-glibc guest-m32 guest-tsan $(T)/roundtrips_libusb
include tests/bench/bench.mk
include tests/compat/libusb-0.1/legacy.mk
include tests/cross/cross.mk

.PHONY: check check-unit check-builds check-memory check-guest check-unit-run check-fuzz-run \
	check-conformance-run check-stress-run
$(call obj,$(UNIT_SRC) $(FUZZ_SRC)): private OWN_CPPFLAGS := -Itests/unit -DFIXTURES='"fixtures"'
$(call obj,$(UNIT_SRC) $(CONFORMANCE_SRC)): private OWN_CFLAGS := -Wno-missing-prototypes

# Unit tests see the insides, so they take the objects and not the library made of them.
$(T)/unit: $(filter-out %/src/cli/main.o,$(call obj,$(UNIT_SRC) $(CLI_SRC) $(VIRTUAL_SRC) $(LIB_SRC) $(LEGACY_SRC)))
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) $(WRAP) -o $@ $^ $(UNIT_LIBS)

# The fuzz targets fed with all fixtures, cut and changed everywhere.
$(T)/fuzz-replay: $(call obj,tests/fuzz/fuzz_descriptor.c)
$(T)/fuzz-replay-text: $(call obj,tests/fuzz/fuzz_text.c $(VIRTUAL_SRC))
$(FUZZ_REPLAYS): $(call obj,tests/fuzz/replay.c tests/unit/hex.c $(LIB_SRC))
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

$(T)/conformance: $(call obj,$(CONFORMANCE_SRC) src/backend/usbfs/syscalls.c) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) $(WRAP) -o $@ $^

# Eight threads and a cable that is pulled: on the virtual kernel, and in the guest.
$(T)/stress: $(call obj,$(STRESS_SRC)) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

# The README's program as it stands, for any kernel; and with a virtual device linked to it. Its
# fragments are run on those of the examples.
$(T)/readme/first.c $(T)/readme/fragments.c &: README.md tests/readme/extract.sh
	tests/readme/extract.sh README.md $(T)/readme
$(T)/readme/%.o: $(T)/readme/%.c $(BUILD)/flags
	$(call say,CC $<)
	$(Q)$(CC) -Iinclude $(UAPI) -std=c99 -pedantic -Wall -Wextra -Wno-unused $(CFLAGS) $(SANITIZE) -c -o $@ $<
$(T)/readme/fragments.o: tests/readme/fragments_run.c $(T)/readme/fragments.c $(BUILD)/flags
	$(call say,CC $<)
	$(Q)$(CC) -Iinclude -I$(T)/readme $(UAPI) -std=c99 -pedantic -Wall -Wextra -Wno-unused $(CFLAGS) $(SANITIZE) -c -o $@ $<
$(T)/fragments: $(T)/readme/fragments.o $(call obj,tests/examples/world.c) $(BUILD)/libcusb-virtual.a \
		$(BUILD)/libcusb.a
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^
$(T)/first: $(T)/readme/first.o $(BUILD)/libcusb.a
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^
$(T)/demo: $(T)/readme/first.o $(call obj,tests/readme/world.c) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

# The program whose size is measured, for build/static.
$(T)/lister: $(call obj,tests/bench/lister.c) $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

include tests/examples/examples.mk

$(T)/roundtrips_cusb: $(call obj,tests/bench/roundtrips_cusb.c) $(BUILD)/libcusb.a
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^
$(T)/roundtrips_libusb: tests/bench/roundtrips_libusb.c
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(CFLAGS) -Wall -Wextra -o $@ $< $(shell pkg-config --libs libusb-1.0)

# The tool in a world where everything goes wrong.
$(T)/cusb-faulty: $(filter-out %/src/cli/bus/bus.o,$(call obj,$(CLI_SRC) tests/cli/faulty_bus.c tests/cli/faulty_vhci.c)) \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

demo: $(BUILD)/cusb $(T)/demo
	@echo "USB devices of this machine (cusb list):"
	@$(BUILD)/cusb list || true
	@echo
	@echo "README.md's first program, and what the virtual loopback device fffe:0001 sees:"
	@$(T)/demo

check-unit: all $(T)/unit $(FUZZ_REPLAYS) $(T)/conformance $(T)/cusb-faulty $(T)/demo $(T)/fragments $(EXAMPLES:%=$(T)/examples/%) $(E)/virtual_test
	$(T)/unit
	$(T)/fuzz-replay fixtures/descriptors/*.hex
	$(T)/fuzz-replay-text fixtures/devices/*.device
	$(T)/conformance --world virtual
	$(T)/conformance --world usbip
	tests/cli/run.sh $(BUILD)/cusb $(T)/cusb-faulty
	tests/readme/check.sh README.md $(T)/demo $(T)/fragments
	tests/examples/check.sh $(T)/examples $(E) $(EXAMPLE_SRC)
	tests/completion.sh $(BUILD)/cusb
	tests/manual.sh $(BUILD)/cusb
	+tests/install.sh "$(MAKE)" "$(CC)" $(BUILD)
	tests/headers.sh $(CC) $(CXX)
	tests/symbols.sh $(BUILD)
	tests/layers.sh
	tests/compat/libusb-0.1/twice_header.sh "$(CC)"
	+tests/compat/libusb-0.1/twice_install.sh "$(MAKE)" $(BUILD) "$(CC)"

# One build each, for what it is made and what make is told. Where there is no libcheck, the
# conformance suite alone runs.
comma := ,
as = +@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/$(1) CFLAGS="-O2 -g -Werror"
SUITES := check-unit-run check-fuzz-run check-conformance-run

.PHONY: check-clang check-asan check-tsan check-musl check-m32 guest-static guest-glibc guest-m32 guest-tsan
check-builds: check-clang check-asan check-tsan check-musl check-m32
check-clang:
	$(call as,check/clang) CC=clang $(SUITES)
check-asan:
	$(call as,check/asan) CC=gcc SAN=address$(comma)undefined $(SUITES)
check-tsan: guest-tsan
	$(call as,check/tsan) CC=gcc SAN=thread $(SUITES) check-stress-run
check-musl: guest-static
	$(BUILD)/static/tests/conformance --world virtual
	$(BUILD)/static/tests/conformance --world usbip
check-m32: guest-m32
	$(BUILD)/check/m32/tests/conformance --world virtual
	$(BUILD)/check/m32/tests/conformance --world usbip

guest-static: static
	+@$(MAKE) --no-print-directory -s $(STATIC) \
		$(addprefix $(BUILD)/static/tests/,conformance first roundtrips_cusb)
guest-tsan:
	$(call as,check/tsan) CC=gcc SAN=thread $(BUILD)/check/tsan/tests/stress
guest-glibc:
	$(call as,check/glibc) CC=gcc LDFLAGS=-static $(BUILD)/check/glibc/tests/conformance
guest-m32:
	$(call as,check/m32) CC=i686-linux-gnu-gcc LDFLAGS=-static $(BUILD)/check/m32/tests/conformance

check-unit-run: $(T)/unit
	$(T)/unit
check-fuzz-run: $(FUZZ_REPLAYS)
	$(T)/fuzz-replay fixtures/descriptors/*.hex
	$(T)/fuzz-replay-text fixtures/devices/*.device
check-conformance-run: $(T)/conformance
	$(T)/conformance --world virtual
	$(T)/conformance --world usbip
check-stress-run: $(T)/stress
	$(T)/stress virtual 200

check-memory: $(T)/unit $(T)/conformance
	CK_FORK=no valgrind -q --error-exitcode=9 --leak-check=full $(T)/unit
	valgrind -q --error-exitcode=9 --leak-check=full --trace-children=yes $(T)/conformance --world virtual
	valgrind -q --error-exitcode=9 --leak-check=full --trace-children=yes $(T)/conformance --world usbip

check-guest: check-kernel check-initramfs

# `make -j setup check` installs before it looks.
ifneq ($(filter setup,$(MAKECMDGOALS)),)
check: setup
endif
check:
	@tests/kernel/missing.sh $(BUILD)
	+@$(MAKE) --no-print-directory -j$(JOBS) check-unit
	+@$(MAKE) --no-print-directory -O -j$$(($(JOBS) + 1)) check-builds check-memory check-cross check-guest
	@echo "make check: everything passed"
