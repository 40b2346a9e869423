# SPDX-License-Identifier: MIT
# PyUSB's own tests, unchanged, through its backends on our libraries: on the miniature kernel,
# which is linked into them, and in the guest of check-compat. Included by tests/tests.mk.
#
# To add a backend: BACKEND:LIBRARY to PYUSB_RUNS, the objects of the library, and a line of
# ../programs/guests/programs.steps.

PYUSB := $(BUILD)/pyusb
PYUSB_RUNS := libusb0:libusb-0.1.so.4 libusb1:libusb-1.0.so.0 openusb:libopenusb.so.1
PYUSB_LIBRARIES := $(foreach run,$(PYUSB_RUNS),$(PYUSB)/$(lastword $(subst :, ,$(run))))
PYUSB_OWN := tests/compat/pyusb/world.c tests/compat/pyusb/device.c
PYUSB_RUN := python3 -I -S -B tests/compat/pyusb/run.py $(PYUSB)/source/tests

$(PYUSB)/libusb-0.1.so.4: $(call obj,$(LEGACY_SRC))
$(PYUSB)/libusb-1.0.so.0: $(call obj,$(LIBUSB_SRC))
$(PYUSB)/libopenusb.so.1: $(call obj,$(OPENUSB_SRC))
$(PYUSB_LIBRARIES): private override LDFLAGS += -Wl,--exclude-libs,ALL
$(PYUSB_LIBRARIES): $(call obj,$(PYUSB_OWN)) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call shared)

.PHONY: check-pyusb
# A sanitizer has to be in Python, too.
ifeq ($(SAN),)
check-pyusb: $(PYUSB_LIBRARIES)
endif
check-pyusb:
	@if [ -n '$(SAN)' ]; then \
		echo "pyusb: not run, because Python has no sanitizer"; \
	elif ! [ -d $(PYUSB)/source ]; then \
		echo "pyusb: not run, because its source is not in $(PYUSB): 'make setup' gets it"; \
	else \
		for run in $(PYUSB_RUNS); do \
			$(PYUSB_RUN) $${run%%:*} $(PYUSB)/$${run#*:} || exit; \
		done; \
	fi

# For the guest, FILE:PATH each; by the backend whose tests all pass, and so need the most.
$(PYUSB)/files: tests/compat/pyusb/run.py $(PYUSB_LIBRARIES)
	tests/source.sh --original $(PYUSB) pyusb
	$(PYUSB_RUN) libusb0 $(PYUSB)/libusb-0.1.so.4 $@.part
	@for file in $$(cd $(PYUSB)/source && find tests usb -name '*.py'); do \
		echo $(PYUSB)/source/$$file:pyusb/$$file; \
	done >>$@.part
	@echo tests/compat/pyusb/run.py:pyusb/run.py >>$@.part
	@mv $@.part $@

$(T)/compat/pyusb/pyusb_plug: $(call obj,tests/compat/pyusb/plug.c tests/compat/pyusb/device.c \
		$(PLUGGED:%=tests/kernel/%.c)) $(BUILD)/libvirtual.a $(BUILD)/libcusb.a
	$(link)
