# SPDX-License-Identifier: MIT
# libusb-1.0's interface; included by ../compat.mk.

LIBUSB_SRC := $(call sources,src/compat/libusb-1.0)
LIBUSB_LIBRARIES := $(addprefix $(BUILD)/compat/,$(if $(filter-out 0,$(STATIC_ONLY)),,libusb-1.0.so.0 libusb-1.0.so) libusb-1.0.a)
COMPAT_LIBRARIES += $(LIBUSB_LIBRARIES)

# The core is inside, and not to be seen.
$(BUILD)/compat/libusb-1.0.so.0: $(call obj,$(LIBUSB_SRC)) $(BUILD)/libcusb.a src/compat/libusb-1.0/libusb.map
	@mkdir -p $(@D)
	$(call shared,src/compat/libusb-1.0/libusb.map)
$(BUILD)/compat/libusb-1.0.so: $(BUILD)/compat/libusb-1.0.so.0
	@ln -sf $(<F) $@
# For static programs, which link libcusb.a as well.
$(BUILD)/compat/libusb-1.0.a: $(call obj,$(LIBUSB_SRC))
	@mkdir -p $(@D)
	$(call partial,$(BUILD)/compat/libusb.o)

# Programs include <libusb.h> and <libusb-1.0/libusb.h>.
install-compat:: $(LIBUSB_LIBRARIES)
	install -d $(DESTDIR)$(COMPAT_INCLUDE)/libusb-1.0
	$(if $(filter %.so.0,$^),install -m 755 $(BUILD)/compat/libusb-1.0.so.0 $(DESTDIR)$(COMPAT_LIB))
	$(if $(filter %.so.0,$^),ln -sf libusb-1.0.so.0 $(DESTDIR)$(COMPAT_LIB)/libusb-1.0.so)
	install -m 644 $(BUILD)/compat/libusb-1.0.a $(DESTDIR)$(COMPAT_LIB)
	install -m 644 src/compat/libusb-1.0/libusb.h $(DESTDIR)$(COMPAT_INCLUDE)/libusb-1.0
	$(call compat_text,libusb-1.0/libusb-1.0.pc) >$(DESTDIR)$(COMPAT_PC)/libusb-1.0.pc

uninstall-compat::
	rm -f $(LIBUSB_LIBRARIES:$(BUILD)/compat/%=$(DESTDIR)$(COMPAT_LIB)/%) \
		$(DESTDIR)$(COMPAT_INCLUDE)/libusb-1.0/libusb.h $(DESTDIR)$(COMPAT_PC)/libusb-1.0.pc
	rmdir $(DESTDIR)$(COMPAT_INCLUDE)/libusb-1.0 2>/dev/null || :

-include $(patsubst %.o,%.d,$(call obj,$(LIBUSB_SRC)))
