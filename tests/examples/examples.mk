# SPDX-License-Identifier: MIT
# The examples; included by tests.mk. `make examples` builds them for this machine's devices, and
# the check the same objects with world.c, where the devices are virtual ones.

E := $(BUILD)/examples
EXAMPLES := list find_class control_loopback bulk_loop interrupt_reader isochronous_stream event_loop \
	event_loop_epoll serve_many hotplug own_backend
EXAMPLE_SRC := $(EXAMPLES:%=tests/examples/%.c) tests/examples/lamp.c tests/examples/virtual_test.c

.PHONY: examples
# virtual_test needs libcheck, and no device.
examples: $(EXAMPLES:%=$(E)/%) $(if $(shell pkg-config --exists check 2>/dev/null && echo yes),$(E)/virtual_test)
	@echo "The examples are in $(E)."

# As they would be compiled elsewhere: public headers, and no feature macros.
$(E)/%.o: tests/examples/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) -Iinclude $(UAPI) -std=gnu11 $(WARNINGS) -Wno-unused-parameter $(CFLAGS) $(SANITIZE) -MMD -MP -c -o $@ $<

$(EXAMPLES:%=$(E)/%): $(E)/%: $(E)/%.o $(BUILD)/libcusb.a
	$(link)
$(E)/virtual_test: $(E)/virtual_test.o $(E)/lamp.o $(BUILD)/libcusb-virtual.a $(BUILD)/libcusb.a
	$(call link,$(UNIT_LIBS))

$(EXAMPLES:%=$(T)/examples/%): $(T)/examples/%: $(call obj,tests/examples/world.c) $(E)/%.o \
		$(BUILD)/libcusb-virtual.a $(BUILD)/libcusb.a
	$(link)

-include $(EXAMPLE_SRC:tests/examples/%.c=$(E)/%.d)
