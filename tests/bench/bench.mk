# SPDX-License-Identifier: MIT
# The benchmark: the same work by bare system calls, by cusb, by libusb, and by a program for libusb
# on cusb's library of that interface (drop-in), on a real kernel; and the library alone on a kernel
# that does next to nothing. Included by tests/tests.mk.
#
#   make bench        the whole, its tables, and a picture of them; kept in $(BUILD)/bench
#   make bench-chart  the picture of the tables in the manual page, beside it
#
# To add a workload: a line of workloads.c; a goal: a line of goals. To see one workload alone,
# after `make bench`:
#
#   tests/kernel/run.sh --root build/bench/root --run 'bench transfers 3 bulk-64' tests/bench/bench

B := $(BUILD)/bench
UDEVLESS := $(B)/libusb
BENCH_STACKS := bare cusb libusb
MEASURE := $(call obj,tests/bench/measure.c tests/bench/workloads.c)
FOR_LIBUSB := $(call obj,tests/bench/libusb.c tests/bench/libusb_many.c)
BENCH_GUEST := $(BUILD)/static/tests/bench
# The commit whose speed the library is compared with.
BASE := dca59ba

.PHONY: bench bench-chart bench-programs bench-guest bench-own check-bench-page
$(call obj,tests/bench/guest.c): private OWN_CPPFLAGS := -Itests

bench: check-needs bench-programs $(GUEST)/modules.release
	tests/kernel/run.sh --root $(B)/root tests/bench/bench $(BUILD)
	grep -a -E '^(figure|syscalls|allocations|captured|remote|remote-syscalls|failed) ' $(GUEST)/run-bench/output.log >$(B)/figures
	tests/bench/instructions.sh $(B) $(B)/callgrind >>$(B)/figures
	tests/bench/native.sh $(B) >>$(B)/figures
	for program in $(B)/lister-* $(B)/tool; do \
		strip $$program && echo size $${program##*/} $$(wc -c <$$program); done >>$(B)/figures
	awk -f tests/bench/table.awk tests/bench/goals $(B)/figures >$(B)/table.md
	awk -f tests/bench/chart.awk $(B)/table.md >$(B)/cusb-benchmarks.svg
	@cat $(B)/table.md

BENCH_PAGE := src/man/cusb-benchmarks.7
bench-chart:
	awk -f tests/bench/chart.awk $(BENCH_PAGE) >$(BENCH_PAGE:%.7=%.svg)

bench-programs: bench-guest $(addprefix $(B)/,nanoseconds nanoseconds-base growth enumerate many idle counted \
	counted-drop-in)

# The manual page's tables have the rows that the benchmark prints, and the picture shows them.
check-unit: check-bench-page
check-bench-page:
	tests/bench/page.sh $(BENCH_PAGE)

# ---- in the guest --------------------------------------------------------------------------------

# Dynamic, all of them, as programs are on distributions; libraries are in /lib there.
$(B)/bench-bare: $(MEASURE) $(call obj,tests/bench/bare.c tests/bench/bare_many.c)
$(B)/bench-cusb: $(MEASURE) $(call obj,tests/bench/cusb.c tests/bench/cusb_many.c) $(BUILD)/libcusb.so.$(SOVERSION)
# For devices of servers.
$(B)/bench-remote: $(MEASURE) $(call obj,tests/bench/cusb.c tests/bench/remote.c) $(BUILD)/libcusb.so.$(SOVERSION)
$(B)/bench-libusb: $(MEASURE) $(FOR_LIBUSB)
$(B)/bench-libusb: private BENCH_LIBS = $(shell pkg-config --libs libusb-1.0)
$(BENCH_STACKS:%=$(B)/bench-%) $(B)/bench-remote:
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(BENCH_LIBS)

# The same program with the same version of libusb without udev, where that can be had.
$(B)/bench-libusb-without-udev: $(MEASURE) $(FOR_LIBUSB) tests/bench/libusb.sh \
		tests/bench/bench.mk
	@rm -f $@
	-tests/bench/libusb.sh $(UDEVLESS) && $(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) \
		-L$(UDEVLESS)/shared/lib -lusb-1.0 -Wl,-rpath,/lib/udevless

# The same program with cusb's library of that interface.
DROP_IN := $(BUILD)/compat/libusb-1.0.so.0
$(B)/bench-drop-in: $(MEASURE) $(FOR_LIBUSB) $(DROP_IN)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ -Wl,-rpath,/lib/drop-in

$(B)/allocations.so: $(call obj,tests/bench/allocations.c)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) -shared $(LDFLAGS_ALL) -o $@ $^
$(call obj,tests/bench/allocations.c): private OWN_CFLAGS := -fvisibility=default

$(T)/bench/guest: $(call obj,tests/bench/guest.c tests/bench/reporter.c tests/bench/workloads.c $(PLUGGED:%=tests/kernel/%.c)) \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^

# As the libraries are built that it links.
SMALL := musl-gcc -Os -fno-pic -fno-pie -static -no-pie -Wl,--gc-sections -Wl,-z,noseparate-code \
	-Wl,-z,norelro -Wl,-z,common-page-size=64

bench-own: $(B)/bench-libusb-without-udev static
	+@$(MAKE) --no-print-directory $(STATIC) $(BENCH_GUEST)/guest $(BUILD)/static/tests/kernel/init \
		$(BUILD)/static/tests/kernel/sysfs \
		$(BUILD)/static/tests/lister $(BUILD)/static/compat/libusb-1.0.a
	@mkdir -p $(B)
	cp $(BUILD)/static/tests/lister $(B)/lister-cusb
	cp $(BUILD)/static/cusb $(B)/tool
	$(SMALL) -o $(B)/lister-drop-in -Isrc/compat tests/bench/lister_libusb.c \
		$(BUILD)/static/compat/libusb-1.0.a $(BUILD)/static/libcusb.a
	-[ -s $(UDEVLESS)/version ] && $(SMALL) -I$(UDEVLESS)/small/include -o $(B)/lister-libusb \
		tests/bench/lister_libusb.c $(UDEVLESS)/small/lib/libusb-1.0.a

# Debian's programs that servers.sh needs.
BENCH_SYSTEM = $(foreach name,strace sh chrt grep mkdir sed sleep tc tcpdump usbipd,$(shell PATH=$$PATH:/usr/sbin command -v $(name)))

bench-guest: bench-own $(BENCH_STACKS:%=$(B)/bench-%) $(B)/bench-remote $(B)/bench-libusb-without-udev \
		$(B)/bench-drop-in $(B)/allocations.so
	tests/kernel/stage.sh $(B)/root $(BUILD)/static/tests/kernel/init:init \
		$(BENCH_GUEST)/guest:bin/bench $(B)/bench-* \
		$(B)/allocations.so:lib/allocations.so $(BENCH_SYSTEM) tests/bench/servers.sh \
		tests/bench/capture.sh:capture.sh tests/kernel/passwd:etc/passwd \
		$(BUILD)/static/cusb $(BUILD)/static/tests/kernel/sysfs \
		$(BUILD)/libcusb.so.$(SOVERSION):lib/libcusb.so.$(SOVERSION) \
		$(DROP_IN):lib/drop-in/libusb-1.0.so.0 \
		$$(ls $(UDEVLESS)/shared/lib/libusb-1.0.so.0 2>/dev/null | sed 's|$$|:lib/udevless/libusb-1.0.so.0|')

# ---- on the null kernel --------------------------------------------------------------------------

CUSB_ALONE := tests/bench/null_kernel.c tests/bench/workloads.c tests/bench/cusb.c

$(B)/nanoseconds: $(call obj,tests/bench/nanoseconds.c $(CUSB_ALONE)) $(BUILD)/libcusb.a
$(B)/counted: $(call obj,tests/bench/measure.c $(CUSB_ALONE)) $(BUILD)/libcusb.a
$(B)/counted-drop-in: $(call obj,tests/bench/measure.c tests/bench/null_kernel.c tests/bench/workloads.c \
		tests/bench/libusb.c) $(BUILD)/compat/libusb-1.0.a $(BUILD)/libcusb.a
$(B)/growth: $(call obj,tests/bench/growth.c tests/bench/null_kernel.c) $(BUILD)/libcusb.a
$(B)/enumerate: $(call obj,tests/bench/enumerate.c tests/bench/null_kernel.c) $(BUILD)/libcusb.a
$(B)/enumerate: private BENCH_LIBS := $(WRAP)
$(B)/many: $(call obj,tests/bench/many.c) $(BUILD)/libcusb.a
$(B)/idle: $(call obj,tests/bench/idle.c) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
$(addprefix $(B)/,nanoseconds counted counted-drop-in growth enumerate many idle):
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) $(BENCH_LIBS) -o $@ $^

# The same program with the base, where that can be had.
$(B)/nanoseconds-base: tests/bench/nanoseconds.c $(CUSB_ALONE) $(wildcard tests/bench/*.h) \
		tests/bench/base.sh tests/bench/bench.mk
	@rm -f $@
	-tests/bench/base.sh $(B)/base $(BASE) "$(MAKE)" "$(CC)" "$(CFLAGS)" && \
		$(CC) -DBASE -I$(B)/base/include -D_GNU_SOURCE -std=c11 $(CFLAGS) $(LDFLAGS_ALL) -o $@ \
		$(filter %.c,$^) $(B)/base/build/libcusb.a
