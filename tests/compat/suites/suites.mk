# SPDX-License-Identifier: MIT
# Other people's tests of libusb 1.0, unchanged, on our library; included by tests/tests.mk.
#
#:     check-compat-suites  libusb's own tests and examples, its tests in a testbed of umockdev, and
#:                    the suite of its Perl binding, on ours: fetches them (needs the network the
#:                    first time), and compares with what the original does
#
# The tests of libusb are those of 1.0.28, because 1.0.26 has no stress_mt, set_option and
# init_context. They run on this machine's kernel, and on the miniature kernel, which is linked into
# the library of ../pyusb.

SUITES := $(BUILD)/suites
# A build of its own, as for a sanitizer, does not fetch again.
SUITE_SOURCES ?= $(SUITES)/sources
LIBUSB_SOURCE := $(SUITE_SOURCES)/libusb/source
LIBUSB_SUITES := stress stress_mt set_option init_context
LIBUSB_EXAMPLES := listdevs testlibusb xusb hotplugtest dpfp sam3u_benchmark fxload
SUITE_PROGRAMS := $(addprefix $(SUITES)/,$(LIBUSB_SUITES) $(LIBUSB_EXAMPLES) umockdev)
SUITES_CFLAGS = -Itests/compat/suites -Isrc/compat/libusb-1.0 -D_GNU_SOURCE -pthread $(CFLAGS) $(SANITIZE)

$(LIBUSB_SOURCE)/README:
	tests/source.sh --original --release trixie $(SUITE_SOURCES)/libusb libusb-1.0
$(SUITE_SOURCES)/perl/source/Makefile.PL:
	tests/source.sh --original $(SUITE_SOURCES)/perl libusb-libusb-perl

$(SUITE_PROGRAMS): $(LIBUSB_SOURCE)/README $(BUILD)/compat/libusb-1.0.so.0 $(BUILD)/compat/libusb-1.0.so \
		src/compat/libusb-1.0/libusb.h $(wildcard tests/compat/suites/*.h)
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(SUITES_CFLAGS) $(SUITE_CFLAGS) -o $@ $(SUITE_SRC) -L$(BUILD)/compat -lusb-1.0 $(SUITE_LIBS)
$(LIBUSB_SUITES:%=$(SUITES)/%): SUITE_SRC = $(LIBUSB_SOURCE)/tests/$(@F).c $(LIBUSB_SOURCE)/tests/testlib.c
$(LIBUSB_EXAMPLES:%=$(SUITES)/%): SUITE_SRC = $(LIBUSB_SOURCE)/examples/$(@F).c
$(SUITES)/fxload: SUITE_SRC += $(LIBUSB_SOURCE)/examples/ezusb.c
$(SUITES)/umockdev: SUITE_SRC = $(LIBUSB_SOURCE)/tests/umockdev.c
$(SUITES)/umockdev: SUITE_CFLAGS = $(shell pkg-config --cflags umockdev-1.0)
$(SUITES)/umockdev: SUITE_LIBS = -Wl,--no-as-needed -lumockdev-preload $(shell pkg-config --libs umockdev-1.0)

check-compat: check-compat-suites
.PHONY: check-compat check-compat-suites check-suites-libusb check-suites-umockdev check-suites-perl check-suites-threads
check-compat-suites: check-needs check-suites-libusb check-suites-umockdev check-suites-perl check-suites-threads

check-suites-libusb: $(LIBUSB_SUITES:%=$(SUITES)/%) $(LIBUSB_EXAMPLES:%=$(SUITES)/%) $(PYUSB)/libusb-1.0.so.0
	@tests/compat/suites/libusb.sh 'libusb$(SAN:%=, %)' $(SUITES) $(BUILD)/compat $(PYUSB) $(LIBUSB_SUITES)
check-suites-umockdev: $(SUITES)/umockdev
	@tests/compat/suites/umockdev.sh $(SUITES)/umockdev $(BUILD)/compat
check-suites-perl: $(SUITE_SOURCES)/perl/source/Makefile.PL $(BUILD)/compat/libusb-1.0.so.0 \
		$(BUILD)/compat/libusb-1.0.so $(PYUSB)/libusb-1.0.so.0
	@tests/compat/suites/perl.sh $(SUITE_SOURCES)/perl/source $(SUITES)/perl $(BUILD)/compat $(PYUSB)

# The same tests with ThreadSanitizer in them and in the library; in a build that no other check is
# in at the same time.
check-suites-threads: check-suites-libusb
	$(call as,check/suites) CC=gcc SAN=thread SUITE_SOURCES=$(SUITE_SOURCES) check-suites-libusb
