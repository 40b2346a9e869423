# SPDX-License-Identifier: MIT
# libusb-0.1's interface; included by ../compat.mk.

LEGACY_SRC := $(call sources,src/compat/libusb-0.1)
LEGACY_LIBRARIES := $(addprefix $(BUILD)/compat/,$(if $(filter-out 0,$(STATIC_ONLY)),,libusb-0.1.so.4 libusb.so) libusb.a)
COMPAT_LIBRARIES += $(LEGACY_LIBRARIES)

# The core is inside, and not to be seen: what it exports are the names of 0.1.
$(BUILD)/compat/libusb-0.1.so.4: private override LDFLAGS += -Wl,--exclude-libs,ALL
$(BUILD)/compat/libusb-0.1.so.4: $(call obj,$(LEGACY_SRC)) $(BUILD)/libcusb.a
	@mkdir -p $(@D)
	$(call shared)
$(BUILD)/compat/libusb.so: $(BUILD)/compat/libusb-0.1.so.4
	@ln -sf $(<F) $@
# For static programs, which link libcusb.a as well.
$(BUILD)/compat/libusb.a: $(call obj,$(LEGACY_SRC))
	@mkdir -p $(@D)
	$(call partial,$(BUILD)/compat/usb.o)

install-compat:: $(LEGACY_LIBRARIES)
	$(if $(filter %.so.4,$^),install -m 755 $(BUILD)/compat/libusb-0.1.so.4 $(DESTDIR)$(COMPAT_LIB))
	$(if $(filter %.so.4,$^),ln -sf libusb-0.1.so.4 $(DESTDIR)$(COMPAT_LIB)/libusb.so)
	install -m 644 $(BUILD)/compat/libusb.a $(DESTDIR)$(COMPAT_LIB)
	install -m 644 include/cusb/legacy.h $(DESTDIR)$(INCLUDEDIR)/cusb
	install -m 644 src/compat/libusb-0.1/usb.h $(DESTDIR)$(COMPAT_INCLUDE)
	$(call compat_text,libusb-0.1/libusb.pc) >$(DESTDIR)$(COMPAT_PC)/libusb.pc
	$(call compat_text,libusb-0.1/libusb-config) >$(DESTDIR)$(COMPAT_BIN)/libusb-config
	chmod 755 $(DESTDIR)$(COMPAT_BIN)/libusb-config

uninstall-compat::
	rm -f $(LEGACY_LIBRARIES:$(BUILD)/compat/%=$(DESTDIR)$(COMPAT_LIB)/%) $(DESTDIR)$(COMPAT_INCLUDE)/usb.h \
		$(DESTDIR)$(COMPAT_PC)/libusb.pc $(DESTDIR)$(COMPAT_BIN)/libusb-config
	test -e $(DESTDIR)$(INCLUDEDIR)/cusb/cusb.h || rm -f $(DESTDIR)$(INCLUDEDIR)/cusb/legacy.h

-include $(patsubst %.o,%.d,$(call obj,$(LEGACY_SRC)))
