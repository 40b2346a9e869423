# SPDX-License-Identifier: MIT
# What is built and run to test; included by the top Makefile.
#
#: Testing
#:   setup          installs what the tests need (Debian, Ubuntu) and gets the guest's kernel
#:   check          all that a change needs to pass: check-unit, check-asan, check-threads, check-guest
#:   check-unit     the quick suites: units, the conformance suite on the virtual kernel and on a
#:                  backend outside the library, 100 remote devices, PyUSB's tests, the tool, captures,
#:                  README, examples, installation, headers, symbols, the binary interface, layers, format
#:   check-asan     units and conformance with gcc's AddressSanitizer and UBSan
#:   check-threads  the cases with threads, and the stress test, with ThreadSanitizer
#:   check-all      check, and the whole matrix:
#:     check-clang, check-musl, check-m32, check-tsan, check-memory (valgrind)
#:     check-packaging  other linkers, link time optimization, and what distributions need
#:   format         clang-format over all .c files, as check-format (a part of check-unit) wants them
#:   abi            writes the facts that check-abi (a part of check-unit) compares, for a release
#:

CXX ?= c++
T := $(BUILD)/tests
JOBS := $(shell nproc 2>/dev/null || echo 1)
# In $(1), make with these flags: a build of its own.
as = +@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/$(1) CFLAGS="-O2 -g -Werror"

STRESS_SRC := $(sort $(wildcard tests/stress/*.c))
UNIT_LIBS := $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

include tests/examples/examples.mk
include tests/kernel/kernel.mk
include tests/bench/bench.mk
include tests/compat/pyusb/pyusb.mk
include tests/compat/libusb-0.1/twice.mk
include tests/compat/programs/programs.mk
include tests/compat/libusb-1.0/conformance.mk
include tests/compat/static/static.mk
include tests/compat/suites/suites.mk
include tests/cross/cross.mk
include tests/fuzz/fuzz.mk

$(call obj,$(UNIT_SRC)): private OWN_CPPFLAGS := -Itests/unit -DFIXTURES='"fixtures"'
$(call obj,$(UNIT_SRC) $(CONFORMANCE_SRC)): private OWN_CFLAGS := -Wno-missing-prototypes

# Unit tests see the insides, so they take the objects and not the library made of them.
$(T)/unit: $(filter-out %/src/cli/main.o,$(call obj,$(UNIT_SRC) $(CLI_SRC) $(VIRTUAL_SRC) $(LIB_SRC) \
		$(LEGACY_SRC) $(LIBUSB_SRC) $(OPENUSB_SRC)))
	$(call link,$(WRAP) $(UNIT_LIBS))

$(T)/conformance: $(call obj,$(CONFORMANCE_SRC) src/backend/usbfs/syscalls.c) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(call link,$(WRAP))

# Eight threads and a cable that is pulled: on the virtual kernel, over USB/IP, and in the guest.
$(T)/stress: $(call obj,$(filter-out %/many.c,$(STRESS_SRC))) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)
# Many devices of many servers, and one wait.
$(T)/many: $(call obj,tests/stress/many.c tests/stress/lend.c) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)

# The README's program as it stands, for any kernel; and with a virtual device linked to it. The tutorial's
# functions are run on those of the examples.
TUTORIAL := src/man/cusb-tutorial.7
$(T)/readme/first.c $(T)/readme/fragments.c &: README.md $(TUTORIAL) tests/readme/extract.sh
	@tests/readme/extract.sh README.md $(TUTORIAL) $(T)/readme
README_CFLAGS = -Iinclude -I$(T)/readme $(UAPI) -std=c99 -pedantic -Wall -Wextra -Wno-unused $(CFLAGS) $(SANITIZE)
$(T)/readme/%.o: $(T)/readme/%.c $(BUILD)/flags
	$(call say,CC $<)
	$(Q)$(CC) $(README_CFLAGS) -c -o $@ $<
$(T)/readme/fragments.o: tests/readme/fragments_run.c $(T)/readme/fragments.c $(BUILD)/flags
	$(call say,CC $<)
	$(Q)$(CC) $(README_CFLAGS) -c -o $@ $<
$(T)/fragments: $(T)/readme/fragments.o $(call obj,tests/examples/world.c) $(BUILD)/libcusb-virtual.a \
		$(BUILD)/libcusb.a
	$(link)
$(T)/first: $(T)/readme/first.o $(BUILD)/libcusb.a
	$(link)
$(T)/demo: $(T)/readme/first.o $(call obj,tests/readme/world.c) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)

# The program whose size is measured, for build/static.
$(T)/lister: $(call obj,tests/bench/lister.c) $(BUILD)/libcusb.a
	$(link)

# The same round trips by cusb and by libusb, for counting their system calls.
$(T)/roundtrips_cusb: $(call obj,tests/bench/roundtrips_cusb.c) $(BUILD)/libcusb.a
	$(link)
$(T)/roundtrips_libusb: tests/bench/roundtrips_libusb.c
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(CFLAGS) -Wall -Wextra -o $@ $< $(shell pkg-config --libs libusb-1.0)

# A program and its device, for captures.
$(T)/capture-program: $(call obj,tests/capture/program.c) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)

# The tool in a world where everything goes wrong.
$(T)/cusb-faulty: $(filter-out %/cli/bus/bus.o %/vhci/vhci.o,$(call obj,$(TOOL_SRC) tests/cli/faulty_bus.c tests/cli/faulty_vhci.c))
	$(link)

.PHONY: demo
demo: $(BUILD)/cusb $(T)/demo
	@echo "USB devices of this machine (cusb list):"
	@$(BUILD)/cusb list || true
	@echo
	@echo "README.md's first program, and what the virtual loopback device fffe:0001 sees:"
	@$(T)/demo

# The quick suites. Each prints what failed, and one line with its total.
QUICK := check-cases check-fuzz check-conformance check-many check-libusb check-pyusb check-tool check-capture \
	check-readme check-examples check-pages check-install check-headers check-cplusplus check-symbols check-abi \
	check-grown check-layers check-format
.PHONY: check-unit $(QUICK) abi
check-unit: $(QUICK)

# Where a program of this build needs something before it to run here, this is it.
RUN = $$(tests/runner.sh $(CC) $(SANITIZE) $(filter -static,$(LDFLAGS)))

check-cases: $(T)/unit
	@$(RUN) $(T)/unit
check-conformance: $(T)/conformance
	@$(RUN) $(T)/conformance --world virtual
	@$(RUN) $(T)/conformance --world usbip
	@$(RUN) $(T)/conformance --world share
check-many: $(T)/many
	@$(RUN) $(T)/many 20 100 1000 1
check-tool: $(BUILD)/cusb $(T)/cusb-faulty
	@tests/cli/run.sh $(BUILD)/cusb $(T)/cusb-faulty
check-capture: $(BUILD)/cusb $(T)/conformance $(T)/capture-program
	@tests/capture/check.sh $(BUILD)/cusb $(T)/conformance $(T)/capture-program
check-readme: $(T)/demo $(T)/fragments
	@tests/readme/check.sh README.md $(T)/demo $(T)/fragments
check-examples: $(EXAMPLES:%=$(T)/examples/%) $(E)/virtual_test
	@tests/examples/check.sh $(T)/examples $(E) $(EXAMPLE_SRC)
check-pages: $(BUILD)/cusb $(BUILD)/man/made
	@tests/completion/check.sh $(BUILD)/cusb
	@tests/manual.sh $(BUILD)/cusb
	@tests/functions.sh $(BUILD)/man
# One after the other: both install what `all` makes.
check-install: all $(T)/readme/first.c
	+@tests/install.sh "$(MAKE)" "$(CC)" $(BUILD)
	+@tests/compat/install.sh "$(MAKE)" $(BUILD) "$(CC)"
check-packaging: $(T)/first $(T)/readme/first.c $(BUILD)/libcusb-virtual.a
	+@tests/packaging/check.sh "$(MAKE)" $(BUILD)
check-headers:
	@tests/headers.sh $(CC) $(CXX)
	@tests/misuse/check.sh
	@tests/compat/libusb-0.1/twice_header.sh "$(CC)"
	@tests/compat/libusb-1.0/header.sh $(CC) $(CXX)
check-cplusplus: $(BUILD)/libcusb-virtual.a $(BUILD)/libcusb.a
	@tests/cplusplus/check.sh $(BUILD) $(CXX) clang++
check-symbols: all
	@tests/symbols.sh $(BUILD)
check-abi:
	@tests/abi/check.sh i686-linux-gnu-gcc "$(CC)" $(T)/abi
check-grown: all
	+@tests/grown/check.sh "$(MAKE)" "$(CC)" $(BUILD)
abi:
	@tests/abi/check.sh i686-linux-gnu-gcc "$(CC)" $(T)/abi -u
check-layers: $(call obj,$(LIB_SRC) $(VIRTUAL_SRC) $(CLI_SRC) $(LEGACY_SRC) $(LIBUSB_SRC) $(OPENUSB_SRC))
	@tests/layers.sh $(BUILD)/obj -q
check-format:
	@tests/format.sh $(FORMATTED)

# Builds of their own. Under AddressSanitizer, as under valgrind, one process has all units: a leak
# checker at the end of each case would take most of the time.
THREADED := threads/ queue wait_set cancel/ unplug/ hotplug log/ reset/ timeouts/
.PHONY: check-packaging check-asan check-threads check-tsan check-clang check-musl check-m32 check-memory check-threaded
check-asan:
	$(call as,check/asan) CC=gcc SAN=address$(comma)undefined CK_FORK=no check-cases check-fuzz check-conformance check-many check-libusb
check-threads:
	$(call as,check/tsan) CC=gcc SAN=thread check-threaded
check-threaded: $(T)/conformance $(T)/stress check-libusb
	@$(RUN) $(T)/conformance --world virtual $(THREADED)
	@$(RUN) $(T)/conformance --world usbip $(THREADED)
	@$(RUN) $(T)/conformance --world share $(THREADED)
	@$(RUN) $(T)/stress virtual 200
	@$(RUN) $(T)/stress host 60
check-tsan: check-threads
	$(call as,check/tsan) CC=gcc SAN=thread check-cases check-fuzz check-conformance
check-clang:
	$(call as,check/clang) CC=clang check-cases check-fuzz check-conformance check-libusb
check-musl: guest-static
	+@$(MAKE) --no-print-directory -s $(STATIC) check-conformance check-many check-libusb
check-m32:
	$(call as,check/m32) CC=i686-linux-gnu-gcc LDFLAGS=-static check-conformance check-libusb

VALGRIND := valgrind -q --error-exitcode=9
check-memory: $(T)/unit $(T)/conformance
	@CK_FORK=no $(VALGRIND) --leak-check=full $(T)/unit
	@$(VALGRIND) --leak-check=full --trace-children=yes $(T)/conformance --world virtual
	@$(VALGRIND) --leak-check=full --trace-children=yes $(T)/conformance --world usbip
	@$(VALGRIND) --leak-check=full --trace-children=yes $(T)/conformance --world share

# `make -j setup check` installs before it looks. The guests mostly wait, so one job more than there
# are processors. What takes longest begins first.
CHECK := check-guest check-unit check-asan check-threads
CHECK_ALL := check-guest check-compat check-guests check-cross check-memory check-unit check-asan check-threads check-show \
	check-packaging check-tsan check-clang check-musl check-m32 check-initramfs
.PHONY: check check-all
ifneq ($(filter setup,$(MAKECMDGOALS)),)
check check-all check-needs: setup
endif
check: check-needs
	+@$(MAKE) --no-print-directory -O -j$$(($(JOBS) + 1)) $(CHECK)
	@echo "make check: everything passed"
check-all: check-needs
	+@$(MAKE) --no-print-directory -O -j$$(($(JOBS) + 1)) $(CHECK_ALL)
	@echo "make check-all: everything passed"
