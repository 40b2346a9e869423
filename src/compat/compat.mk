# SPDX-License-Identifier: MIT
# Other libraries' interfaces on cusb; included by the top Makefile. Each has a folder with a part.
#
#: Other libraries' interfaces
#:   install-compat                 puts them into a directory of their own,
#:                                  $(LIBDIR)/cusb/compat, for LD_LIBRARY_PATH and PKG_CONFIG_PATH
#:   install-compat COMPAT=system   makes them the system's: $(LIBDIR), $(INCLUDEDIR), $(BINDIR)
#:   uninstall-compat               takes them away, with the same COMPAT
#:

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
	-e 's|@INCLUDEDIR@|$(COMPAT_INCLUDE)|' -e 's|@CFLAGS@|$(COMPAT_CFLAGS)|' -e 's|@RPATH@|$(COMPAT_RPATH)|' \
	src/compat/$(1).in

.PHONY: install-compat uninstall-compat

# The shared parts, in front of the folders' and behind them.
install-compat::
	install -d $(addprefix $(DESTDIR),$(COMPAT_LIB) $(COMPAT_INCLUDE) $(COMPAT_PC) $(COMPAT_BIN) $(INCLUDEDIR)/cusb)

include src/compat/libusb-0.1/compat.mk
include src/compat/openusb/compat.mk
include src/compat/libusb-1.0/compat.mk

all: $(if $(filter-out 0,$(COMPAT)),$(COMPAT_LIBRARIES))

uninstall-compat::
	rmdir $(DESTDIR)$(LIBDIR)/cusb/compat $(DESTDIR)$(LIBDIR)/cusb $(DESTDIR)$(INCLUDEDIR)/cusb/compat \
		$(DESTDIR)$(INCLUDEDIR)/cusb 2>/dev/null || :
