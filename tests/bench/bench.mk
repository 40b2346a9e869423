# SPDX-License-Identifier: MIT
# The benchmark: the same work by bare system calls, by cusb and by libusb; included by
# tests/tests.mk. On an idle machine:
#
#   make bench      the whole, and the table of it; kept in $(BUILD)/bench
#
# To add a workload: a line of workloads.c. To see one alone, after `make bench`:
#
#   tests/kernel/run.sh --root build/bench/root --run 'bench transfers 7 bulk-64' tests/bench/bench

B := $(BUILD)/bench
UDEVLESS := $(B)/libusb
BENCH_STACKS := bare cusb libusb
MEASURE := $(call obj,tests/bench/measure.c tests/bench/workloads.c)
COUNTED := bulk-64 control-64 async-1 async-16 iso
# Before whatever else the machine does, where one may: the guest's processors wait for each other.
FIRST := { echo -19 >/proc/self/autogroup && renice -n -19 $$$$; } >/dev/null 2>&1;
BENCH_GUEST := $(BUILD)/static/tests/bench

.PHONY: bench bench-programs bench-own
$(call obj,tests/bench/guest.c): private OWN_CPPFLAGS := -Itests

bench: check-needs bench-programs $(T)/bench/native $(GUEST)/modules.release
	setsid -w sh -c '$(FIRST) exec tests/kernel/run.sh --root $(B)/root tests/bench/bench $(BUILD)'
	grep -a -E '^(figure|syscalls|allocations|failed) ' $(GUEST)/run-bench/output.log >$(B)/figures
	tests/bench/instructions.sh $(T)/bench/native $(B)/callgrind $(COUNTED) >>$(B)/figures
	for lister in $(B)/lister-*; do \
		strip $$lister && echo size $${lister#$(B)/lister-} $$(wc -c <$$lister); done >>$(B)/figures
	awk -f tests/bench/table.awk $(B)/figures >$(B)/table.md
	@cat $(B)/table.md

# Dynamic, all of them, as programs are on distributions; to be run in the guest, where libraries
# are in /lib.
$(B)/bench-bare: $(MEASURE) $(call obj,tests/bench/bare.c)
$(B)/bench-cusb: $(MEASURE) $(call obj,tests/bench/cusb.c) $(BUILD)/libcusb.so.$(SOVERSION)
$(B)/bench-libusb: $(MEASURE) $(call obj,tests/bench/libusb.c)
$(B)/bench-libusb: private BENCH_LIBS = $(shell pkg-config --libs libusb-1.0)
$(BENCH_STACKS:%=$(B)/bench-%):
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(BENCH_LIBS)

# The same program with the same version of libusb without udev, where that can be had.
$(B)/bench-libusb-without-udev: $(MEASURE) $(call obj,tests/bench/libusb.c) tests/bench/libusb.sh \
		tests/bench/bench.mk
	@rm -f $@
	-tests/bench/libusb.sh $(UDEVLESS) && $(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) \
		-L$(UDEVLESS)/shared/lib -lusb-1.0 -Wl,-rpath,/lib/udevless

$(B)/allocations.so: $(call obj,tests/bench/allocations.c)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) -shared $(LDFLAGS_ALL) -o $@ $^
$(call obj,tests/bench/allocations.c): private OWN_CFLAGS := -fvisibility=default

$(T)/bench/guest: $(call obj,tests/bench/guest.c tests/bench/workloads.c tests/kernel/plugged.c) \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

# On the virtual kernel, to count instructions.
$(T)/bench/native: $(MEASURE) $(call obj,tests/bench/cusb.c tests/bench/world.c) $(BUILD)/libvirtual.a \
		$(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

bench-own: $(B)/bench-libusb-without-udev
	+@$(MAKE) --no-print-directory $(STATIC) $(BENCH_GUEST)/guest $(BUILD)/static/tests/kernel/init \
		$(BUILD)/static/tests/lister
	@mkdir -p $(B)
	cp $(BUILD)/static/tests/lister $(B)/lister-cusb
	-[ -s $(UDEVLESS)/version ] && musl-gcc -Os -fno-pic -fno-pie -static -no-pie -Wl,--gc-sections \
		-Wl,-z,noseparate-code -I$(UDEVLESS)/small/include -o $(B)/lister-libusb \
		tests/bench/lister_libusb.c $(UDEVLESS)/small/lib/libusb-1.0.a

bench-programs: bench-own $(BENCH_STACKS:%=$(B)/bench-%) $(B)/bench-libusb-without-udev \
		$(B)/allocations.so
	tests/kernel/stage.sh $(B)/root $(BUILD)/static/tests/kernel/init:init \
		$(BENCH_GUEST)/guest:bin/bench $(B)/bench-* \
		$(B)/allocations.so:lib/allocations.so $(shell command -v strace) \
		$(BUILD)/libcusb.so.$(SOVERSION):lib/libcusb.so.$(SOVERSION) \
		$$(ls $(UDEVLESS)/shared/lib/libusb-1.0.so.0 2>/dev/null | sed 's|$$|:lib/udevless/libusb-1.0.so.0|')

-include $(patsubst %.c,$(BUILD)/obj/%.d,$(wildcard tests/bench/*.c))
