# SPDX-License-Identifier: MIT
# OpenUSB's interface, for programs that bind it at run time; included by ../compat.mk.

OPENUSB_SRC := $(call sources,src/compat/openusb)
OPENUSB_LIBRARIES := $(if $(filter-out 0,$(STATIC_ONLY)),,$(addprefix $(BUILD)/compat/,libopenusb.so.1 libopenusb.so))
COMPAT_LIBRARIES += $(OPENUSB_LIBRARIES)

# The core is inside, and not to be seen.
$(BUILD)/compat/libopenusb.so.1: $(call obj,$(OPENUSB_SRC)) $(BUILD)/libcusb.a src/compat/openusb/openusb.map
	@mkdir -p $(@D)
	$(call shared,src/compat/openusb/openusb.map)
# Python finds a library by this name.
$(BUILD)/compat/libopenusb.so: $(BUILD)/compat/libopenusb.so.1
	@ln -sf $(<F) $@

install-compat:: $(OPENUSB_LIBRARIES)
	$(if $^,install -m 755 $(BUILD)/compat/libopenusb.so.1 $(DESTDIR)$(COMPAT_LIB))
	$(if $^,ln -sf libopenusb.so.1 $(DESTDIR)$(COMPAT_LIB)/libopenusb.so)

uninstall-compat::
	rm -f $(addprefix $(DESTDIR)$(COMPAT_LIB)/,libopenusb.so.1 libopenusb.so)

-include $(patsubst %.o,%.d,$(call obj,$(OPENUSB_SRC)))
