# SPDX-License-Identifier: MIT
# Fuzz targets; included by tests/tests.mk. Each is a program for libFuzzer (clang), and one that
# replays its corpus with any compiler.
#
#:
#: Fuzzing (clang)
#:   fuzz           builds all targets with libFuzzer and the sanitizers of FUZZ_SAN
#:   fuzz-TARGET    runs one for FUZZ_SECONDS (60): device, monitor, usbip, client, share, lines,
#:                  descriptor, text, class, capture. An input that breaks something goes to
#:                  $(BUILD)/fuzz/found;
#:                  FUZZ_TRACE=1 before
#:                  $(BUILD)/fuzz/tests/fuzz-TARGET INPUT prints the system calls that it leads to
#:   fuzz-corpus    minimises the inputs of the runs into fixtures/fuzz
#:   fuzz-coverage  what the corpora in fixtures/fuzz cover of each folder of src

FUZZ := device monitor usbip client share lines descriptor text class capture
FUZZ_SAN ?= address,undefined
FUZZ_SECONDS ?= 60
F := $(BUILD)/fuzz

# The objects of each target, besides its own and the library's.
FUZZ_KERNEL := $(sort $(wildcard tests/fuzz/hostile/*.c)) tests/fuzz/input.c tests/fuzz/clock.c \
	tests/fuzz/log.c tests/unit/fail_alloc.c
FUZZ_OF_device := $(FUZZ_KERNEL) $(sort $(wildcard tests/fuzz/program/*.c)) $(VIRTUAL_SRC)
FUZZ_OF_monitor := $(FUZZ_KERNEL) $(VIRTUAL_SRC)
FUZZ_OF_usbip := $(sort $(wildcard tests/fuzz/usbip/*.c)) tests/fuzz/input.c tests/fuzz/clock.c \
	tests/unit/fail_alloc.c $(VIRTUAL_SRC)
FUZZ_OF_client := $(sort $(wildcard tests/fuzz/program/*.c tests/fuzz/server/*.c)) tests/fuzz/input.c \
	tests/fuzz/clock.c tests/fuzz/log.c tests/unit/fail_alloc.c
FUZZ_OF_share := tests/fuzz/input.c $(VIRTUAL_SRC)
FUZZ_OF_lines := $(filter-out src/cli/main.c,$(CLI_SRC)) $(VIRTUAL_SRC)
FUZZ_OF_text := $(VIRTUAL_SRC)
FUZZ_OF_class := $(call sources,src/cli/class src/cli/output)
FUZZ_OF_capture := $(FUZZ_OF_lines)
fuzz_objects = $(call obj,tests/fuzz/fuzz_$(1).c $(FUZZ_OF_$(1)) $(LIB_SRC))
FUZZ_SRC := $(sort $(shell find tests/fuzz -name '*.c'))

CLOCK_WRAP := -Wl,--wrap=clock_gettime,--wrap=nanosleep
FUZZ_LINK_device := $(WRAP) $(CLOCK_WRAP)
FUZZ_LINK_monitor := $(WRAP) $(CLOCK_WRAP)
FUZZ_LINK_client := $(WRAP) $(CLOCK_WRAP) -Wl,--wrap=poll
FUZZ_LINK_usbip := $(WRAP) $(CLOCK_WRAP) -Wl,--wrap=recv,--wrap=sendmsg,--wrap=ppoll,--wrap=shutdown,--wrap=close

$(call obj,$(FUZZ_SRC)): private OWN_CPPFLAGS := -Itests/fuzz -Itests/unit -DFIXTURES='"fixtures"'

define fuzz_programs
$(T)/fuzz-replay-$(1): $(call obj,tests/fuzz/replay.c tests/unit/hex.c) $(call fuzz_objects,$(1))
	$$(call link,$$(FUZZ_LINK_$(1)))
$(T)/fuzz-$(1): $(call fuzz_objects,$(1))
	$$(call link,$$(FUZZ_LINK_$(1)) -fsanitize=fuzzer)
endef
$(foreach target,$(FUZZ),$(eval $(call fuzz_programs,$(target))))
FUZZ_REPLAYS := $(FUZZ:%=$(T)/fuzz-replay-%)

.PHONY: check-fuzz fuzz fuzz-corpus fuzz-coverage $(FUZZ:%=fuzz-%)
check-fuzz: $(FUZZ_REPLAYS)
	@tests/fuzz/replay.sh $(T) $(RUN)
# A build of its own, with the coverage that libFuzzer asks for.
fuzz: $(T)/fuzz-replay-lines
	+@$(MAKE) --no-print-directory BUILD=$(F) CC=clang SAN="$(FUZZ_SAN)" \
		CFLAGS="-O1 -g -Werror -fsanitize=fuzzer-no-link" $(FUZZ:%=$(F)/tests/fuzz-%)
$(FUZZ:%=fuzz-%): fuzz-%: fuzz
	@tests/fuzz/run.sh $* $(F) $(T)/fuzz-replay-lines $(FUZZ_SECONDS)
fuzz-corpus: fuzz
	@tests/fuzz/corpus.sh $(F) $(T)/fuzz-replay-lines $(FUZZ)
fuzz-coverage:
	+@$(MAKE) --no-print-directory -s BUILD=$(BUILD)/coverage CC=clang SAN= LDFLAGS=-fprofile-instr-generate \
		CFLAGS="-O1 -g -fprofile-instr-generate -fcoverage-mapping" \
		$(FUZZ:%=$(BUILD)/coverage/tests/fuzz-replay-%)
	@tests/fuzz/coverage.sh $(BUILD)/coverage $(FUZZ)
