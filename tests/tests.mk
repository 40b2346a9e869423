# SPDX-License-Identifier: MIT
# What is built and run to test; included by the top Makefile.

CXX ?= c++
T := $(BUILD)/tests

UNIT_LIBS := $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

.PHONY: check-unit
$(call obj,$(UNIT_SRC)): private CPPFLAGS += -Itests/unit -DFIXTURES='"fixtures"'
$(call obj,$(UNIT_SRC)): private CFLAGS += -Wno-missing-prototypes

# Unit tests see the insides, so they take the objects and not the library made of them.
$(T)/unit: $(call obj,$(UNIT_SRC) $(VIRTUAL_SRC) $(LIB_SRC))
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $(WRAP) -o $@ $^ $(UNIT_LIBS)

$(T)/conformance: $(call obj,$(CONFORMANCE_SRC)) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $(WRAP) -o $@ $^

# The tool in a world where everything goes wrong.
$(T)/cusb-faulty: $(filter-out %/src/cli/world.o,$(call obj,$(CLI_SRC) tests/cli/faulty_world.c)) \
		$(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) -o $@ $^

check-unit: all $(T)/unit $(T)/conformance $(T)/cusb-faulty
	$(T)/unit
	$(T)/conformance --world virtual
	tests/cli/run.sh $(BUILD)/cusb $(T)/cusb-faulty
	tests/headers.sh $(CC) $(CXX)
	tests/symbols.sh $(BUILD)
	tests/layers.sh
