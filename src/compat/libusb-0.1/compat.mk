# SPDX-License-Identifier: MIT
# libusb-0.1's interface on cusb; included by the top Makefile.
#
#: libusb-0.1's interface
#:   install-compat                 puts it into a directory of its own, $(LIBDIR)/cusb/compat, for
#:                                  LD_LIBRARY_PATH and PKG_CONFIG_PATH
#:   install-compat COMPAT=system   makes it the system's: $(LIBDIR), $(INCLUDEDIR), $(BINDIR)
#:   uninstall-compat               takes it away, with the same COMPAT
#:

LEGACY_SRC := $(call sources,src/compat/libusb-0.1)
COMPAT_SHARED := $(if $(filter-out 0,$(STATIC_ONLY)),,libusb-0.1.so.4 libusb.so)
COMPAT_LIBRARIES := $(addprefix $(BUILD)/compat/,$(COMPAT_SHARED) libusb.a)

.PHONY: install-compat uninstall-compat
all: $(if $(filter-out 0,$(COMPAT)),$(COMPAT_LIBRARIES))

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

ifeq ($(COMPAT),system)
COMPAT_LIB := $(LIBDIR)
COMPAT_INCLUDE := $(INCLUDEDIR)
COMPAT_PC := $(LIBDIR)/pkgconfig
COMPAT_BIN := $(BINDIR)
COMPAT_CFLAGS := -I$(INCLUDEDIR)
else
COMPAT_LIB := $(LIBDIR)/cusb/compat
COMPAT_INCLUDE := $(INCLUDEDIR)/cusb/compat
COMPAT_PC := $(COMPAT_LIB)
COMPAT_BIN := $(COMPAT_LIB)
COMPAT_CFLAGS := -I$(COMPAT_INCLUDE) -I$(INCLUDEDIR)
# Programs built with it shall run with it.
COMPAT_RPATH := -Wl,-rpath,$(COMPAT_LIB)
endif
compat_text = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(COMPAT_LIB)|' -e 's|@CUSBDIR@|$(LIBDIR)|' \
	-e 's|@CFLAGS@|$(COMPAT_CFLAGS)|' -e 's|@RPATH@|$(COMPAT_RPATH)|' src/compat/libusb-0.1/$(1).in

install-compat: $(COMPAT_LIBRARIES)
	install -d $(addprefix $(DESTDIR),$(COMPAT_LIB) $(COMPAT_INCLUDE) $(COMPAT_PC) $(COMPAT_BIN) $(INCLUDEDIR)/cusb)
	install -m 755 $(BUILD)/compat/libusb-0.1.so.4 $(DESTDIR)$(COMPAT_LIB)
	ln -sf libusb-0.1.so.4 $(DESTDIR)$(COMPAT_LIB)/libusb.so
	install -m 644 $(BUILD)/compat/libusb.a $(DESTDIR)$(COMPAT_LIB)
	install -m 644 include/cusb/legacy.h $(DESTDIR)$(INCLUDEDIR)/cusb
	install -m 644 src/compat/libusb-0.1/usb.h $(DESTDIR)$(COMPAT_INCLUDE)
	$(call compat_text,libusb.pc) >$(DESTDIR)$(COMPAT_PC)/libusb.pc
	$(call compat_text,libusb-config) >$(DESTDIR)$(COMPAT_BIN)/libusb-config
	chmod 755 $(DESTDIR)$(COMPAT_BIN)/libusb-config

uninstall-compat:
	rm -f $(COMPAT_LIBRARIES:$(BUILD)/compat/%=$(DESTDIR)$(COMPAT_LIB)/%) $(DESTDIR)$(COMPAT_INCLUDE)/usb.h \
		$(DESTDIR)$(COMPAT_PC)/libusb.pc $(DESTDIR)$(COMPAT_BIN)/libusb-config
	test -e $(DESTDIR)$(INCLUDEDIR)/cusb/cusb.h || rm -f $(DESTDIR)$(INCLUDEDIR)/cusb/legacy.h
	rmdir $(DESTDIR)$(LIBDIR)/cusb/compat $(DESTDIR)$(LIBDIR)/cusb $(DESTDIR)$(INCLUDEDIR)/cusb/compat \
		$(DESTDIR)$(INCLUDEDIR)/cusb 2>/dev/null || :

-include $(patsubst %.o,%.d,$(call obj,$(LEGACY_SRC)))
