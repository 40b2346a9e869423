# SPDX-License-Identifier: MIT
# cusb: see README.md. Everything that is built goes below $(BUILD).
#
# `make help` prints the comments that begin with "#:", of this file and of those it includes.
#
#: Building
#:   all                 the library, the tool, the library of virtual devices, the interfaces of
#:                       libusb-0.1, libusb-1.0 and OpenUSB
#:   static              the tool as one static binary, with musl
#:   examples            the examples, for the devices of this machine
#:   install, uninstall  below $(DESTDIR)$(PREFIX); installs what the last make built
#:   dist                the sources of the last commit as $(BUILD)/cusb-VERSION.tar.gz
#:   amalgamation        the library as $(BUILD)/amalgamation/cusb.c and cusb.h, to take into other sources
#:   demo                the README's first program at a virtual device
#:   clean               removes all that was built
#:   V=1 shows the commands; CC=, CFLAGS=, SAN=address,undefined, SAN=thread and BUILD= choose the build
#:   STATIC_ONLY=1 leaves out the shared libraries, VIRTUAL=0 the library of virtual devices, COMPAT=0
#:   other libraries' interfaces
#:

VERSION := $(shell sed -n 's/^\#define CUSB_VERSION  *"\(.*\)"/\1/p' include/cusb/cusb.h)
SOVERSION := 0

BUILD ?= build
# `make CC=... && make install`: the second make goes on with what the first was told.
KEPT := CC AR OBJCOPY CFLAGS CPPFLAGS LDFLAGS SAN STATIC_ONLY VIRTUAL COMPAT
ifneq ($(filter install install-compat,$(MAKECMDGOALS)),)
-include $(BUILD)/kept.mk
go_on = $(if $(filter undefined default,$(origin $(1))),$(if $(KEPT_$(1)),$(eval $(1) := $$(KEPT_$(1)))))
$(foreach name,$(KEPT),$(call go_on,$(name)))
endif

CC ?= cc
# A cross compiler's own; make has a default AR that is not to win over it.
ifeq ($(origin AR),default)
AR := $(shell $(CC) -print-prog-name=ar)
endif
OBJCOPY ?= $(shell $(CC) -print-prog-name=objcopy)
CFLAGS ?= -O2 -g
LDFLAGS ?=
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
DOCDIR ?= $(PREFIX)/share/doc/cusb
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
# SAN=address,undefined or SAN=thread builds with those sanitizers.
SAN ?=
STATIC_ONLY ?= 0
VIRTUAL ?= 1
COMPAT ?= private

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wundef -Wvla -Wformat=2 -Wcast-qual -Wwrite-strings \
	-Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wconversion -Wno-sign-conversion
# A musl wrapper around the distribution's compiler does not find the kernel's UAPI headers, which lie
# among glibc's. A toolchain of its own has them, and must not see those of this machine.
UAPI := $(if $(findstring musl,$(CC)),$(shell src/uapi.sh $(CC)))
SANITIZE := $(SAN:%=-fsanitize=% -fno-omit-frame-pointer -fno-sanitize-recover=all)
# 32-bit MIPS has a relocation that means one thing for a file's own names and another for foreign
# ones, and the archives make the latter into the former; with -mxgot it does without.
XGOT := $(if $(filter mips-% mipsel-% mipsisa32%,$(shell $(CC) -dumpmachine 2>/dev/null)),-mxgot)

# OWN_ are those of single objects, below.
CPPFLAGS_ALL = -Iinclude -Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(UAPI) $(CPPFLAGS) $(OWN_CPPFLAGS)
CFLAGS_ALL = -std=c11 -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections -pthread \
	$(XGOT) $(WARNINGS) $(CFLAGS) $(SANITIZE) $(OWN_CFLAGS)
# With link time optimization, the linker is a compiler.
LDFLAGS_ALL = -pthread $(CFLAGS) -Wl,--gc-sections $(LDFLAGS) $(SANITIZE)

comma := ,
sources = $(sort $(shell find $(1) -name '*.c'))
LIB_SRC := $(call sources,src/core src/descriptor src/util src/control src/backend src/usbip src/pcapng src/share)
VIRTUAL_SRC := $(call sources,src/virtual src/usbip)
CLI_SRC := $(call sources,src/cli)
# Without core/native_backend.c, whose names the native backend defines.
TOOL_SRC := $(filter-out %/native_backend.c,$(sort $(CLI_SRC) $(VIRTUAL_SRC) $(LIB_SRC)))
UNIT_SRC := $(call sources,tests/unit)
CONFORMANCE_SRC := $(call sources,tests/conformance) tests/kernel/vhci_rx.c
# Headers line up what they declare by hand.
FORMATTED := $(call sources,src tests)
HEADERS := $(sort $(wildcard include/cusb/*.h))

# V=1 shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)")

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

.PHONY: all static help format install uninstall clean dist amalgamation FORCE
INSTALLED := cusb $(if $(filter-out 0,$(VIRTUAL)),cusb-virtual)
SHARED := $(if $(filter-out 0,$(STATIC_ONLY)),,$(INSTALLED))
LIBRARIES := $(INSTALLED:%=$(BUILD)/lib%.a) $(SHARED:%=$(BUILD)/lib%.so.$(SOVERSION))
all: $(LIBRARIES) $(BUILD)/cusb

# $(1), the one object of an archive. Names that are not public stay inside, so that a static link
# cannot clash with them. With link time optimization, the object is machine code at last: in the
# intermediate language every name would be visible. --unique keeps the sections apart for programs
# that are linked with --gc-sections; not every linker has it.
takes = $(shell echo 'int x;' | $(CC) $(CFLAGS) -nostdlib -r $(1) -x c -o /dev/null - 2>/dev/null && echo $(1))
PARTIAL = $(foreach flag,-flinker-output=nolto-rel -Wl$(comma)--force-group-allocation -Wl$(comma)--unique,$(call takes,$(flag)))
define partial
	$(call say,AR $@)
	$(Q)$(CC) $(CFLAGS) -ffunction-sections -fdata-sections -nostdlib -r $(PARTIAL) -o $(1) $^
	$(Q)$(OBJCOPY) --localize-hidden $(1)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(1)
endef

# Sanitizers leave symbols to the program, so only plain builds insist that none is missing.
# LDFLAGS=-static is for the programs.
define shared
	$(call say,LD $@)
	$(Q)$(CC) -shared $(filter-out -static,$(LDFLAGS_ALL)) $(if $(SAN),,-Wl,-z,defs) -Wl,-z,relro,-z,now \
		$(1:%=-Wl,--version-script=%) -Wl,-soname,$(@F) -o $@ $(filter-out %.map,$^)
endef

# A program of objects and archives; $(1), the libraries of the system it needs besides.
define link
	@mkdir -p $(@D)
	$(call say,LD $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(1)
endef

$(BUILD)/libcusb.a: $(call obj,$(LIB_SRC))
	$(call partial,$(BUILD)/cusb.o)
$(BUILD)/libcusb.so.$(SOVERSION): $(call obj,$(LIB_SRC)) src/cusb.map
	$(call shared,src/cusb.map)

# Virtual devices, for programs that test with them.
$(BUILD)/libcusb-virtual.a: $(call obj,$(VIRTUAL_SRC))
	$(call partial,$(BUILD)/cusb-virtual.o)
$(BUILD)/libcusb-virtual.so.$(SOVERSION): $(call obj,$(VIRTUAL_SRC)) $(BUILD)/libcusb.so.$(SOVERSION) src/cusb-virtual.map
	$(call shared,src/cusb-virtual.map)

# The same with its inside open: for the tests.
$(BUILD)/libvirtual.a: $(call obj,$(VIRTUAL_SRC))
	$(call say,AR $@)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

# The tool is linked from all objects, so that of the libraries it has only what it uses.
$(BUILD)/cusb: $(call obj,$(TOOL_SRC))
	$(link)

# One static binary for initramfs and minimal systems, made small: what make is told for it. Not every
# compiler has all of the flags that make it smaller.
SMALLER = $(foreach flag,-Oz -malign-data=abi,$(shell echo 'int x;' | musl-gcc $(flag) -c -x c -o /dev/null - 2>/dev/null && echo $(flag)))
STATIC = BUILD=$(BUILD)/static CC=musl-gcc LDFLAGS="-static -no-pie -Wl,-z,noseparate-code -Wl,-z,norelro -Wl,-z,common-page-size=64" \
	CFLAGS="-Os -g -fno-pic -fno-pie -fno-asynchronous-unwind-tables -fno-unwind-tables $(SMALLER)"
static:
	@command -v musl-gcc >/dev/null || { echo "make static: musl-gcc is missing; install musl-tools (Debian, Ubuntu) or your distribution's musl development package" >&2; exit 1; }
	+$(MAKE) --no-print-directory $(STATIC) $(BUILD)/static/cusb

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC $<)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# A manual page of section 3 for each public function and each header, from the headers' comments.
$(BUILD)/man/made: $(HEADERS) src/man/functions.awk
	@mkdir -p $(@D)
	@rm -f $(@D)/*.3
	$(Q)awk -f src/man/functions.awk -v OUT=$(@D) -v DATE="$$(sed -n 's/^\.Dd //p' src/man/libcusb.3)" $(HEADERS)
	@touch $@

# Changes only when the compiler or its flags do; then everything is built anew.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(foreach name,$(KEPT),'KEPT_$(name) := $($(name))') >$(BUILD)/kept.mk
	@echo '$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL)' | cmp -s - $@ || \
		echo '$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL)' >$@
FORCE:

include src/compat/compat.mk
include tests/tests.mk

VIRTUAL_HEADERS := include/cusb/virtual.h include/cusb/vhci.h

install: all $(BUILD)/man/made
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR)/cusb
	install -m 755 $(BUILD)/cusb $(DESTDIR)$(BINDIR)/cusb
	install -m 644 $(if $(filter 0,$(VIRTUAL)),$(filter-out $(VIRTUAL_HEADERS),$(HEADERS)),$(HEADERS)) $(DESTDIR)$(INCLUDEDIR)/cusb
	install -m 644 $(LIBRARIES) $(DESTDIR)$(LIBDIR)
	for name in $(SHARED); do \
		ln -sf lib$$name.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/lib$$name.so || exit; \
	done
	for name in $(INSTALLED); do \
		sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
			-e 's|@VERSION@|$(VERSION)|' src/$$name.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/$$name.pc || exit; \
	done
	install -d $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man3 $(DESTDIR)$(MANDIR)/man7 \
		$(addprefix $(DESTDIR),$(BASHDIR) $(ZSHDIR) $(FISHDIR) $(DOCDIR)/examples)
	install -m 644 src/man/cusb.1 $(DESTDIR)$(MANDIR)/man1
	install -m 644 src/man/*.7 $(DESTDIR)$(MANDIR)/man7
	install -m 644 src/man/libcusb.3 $(BUILD)/man/*.3 $(DESTDIR)$(MANDIR)/man3
	install -m 644 src/completion/cusb.bash $(DESTDIR)$(BASHDIR)/cusb
	install -m 644 src/completion/cusb.zsh $(DESTDIR)$(ZSHDIR)/_cusb
	install -m 644 src/completion/cusb.fish $(DESTDIR)$(FISHDIR)
	install -m 644 README.md LICENSE src/udev/70-cusb-example.rules $(DESTDIR)$(DOCDIR)
	install -m 644 $(EXAMPLE_SRC) $(DESTDIR)$(DOCDIR)/examples

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/cusb $(foreach name,cusb cusb-virtual,$(DESTDIR)$(LIBDIR)/pkgconfig/$(name).pc \
		$(addprefix $(DESTDIR)$(LIBDIR)/lib$(name).,a so so.$(SOVERSION))) \
		$(DESTDIR)$(MANDIR)/man1/cusb.1 $(addprefix $(DESTDIR)$(MANDIR)/man3/,libcusb.3 cusb-*.3 cusb_*.3) \
		$(patsubst src/man/%,$(DESTDIR)$(MANDIR)/man7/%,$(wildcard src/man/*.7)) \
		$(addprefix $(DESTDIR),$(BASHDIR)/cusb $(ZSHDIR)/_cusb $(FISHDIR)/cusb.fish)
	rm -f $(HEADERS:include/%=$(DESTDIR)$(INCLUDEDIR)/%) $(EXAMPLE_SRC:tests/%=$(DESTDIR)$(DOCDIR)/%) \
		$(addprefix $(DESTDIR)$(DOCDIR)/,README.md LICENSE 70-cusb-example.rules)
	rmdir $(DESTDIR)$(INCLUDEDIR)/cusb $(DESTDIR)$(DOCDIR)/examples $(DESTDIR)$(DOCDIR) 2>/dev/null || :

clean:
	rm -rf $(BUILD)

# The same commit gives the same bytes: git takes the times of the files from it.
dist:
	@mkdir -p $(BUILD)
	git archive --format=tar --prefix=cusb-$(VERSION)/ HEAD | gzip -9n >$(BUILD)/cusb-$(VERSION).tar.gz

# Without core/native_backend.c, whose names the native backend defines.
amalgamation:
	src/packaging/amalgamation.sh $(BUILD)/amalgamation $(filter-out %/native_backend.c src/backend/usbip/% src/usbip/% src/share/%,$(LIB_SRC))

help:
	@sed -n 's/^#: \{0,1\}//p' $(filter %Makefile %.mk,$(MAKEFILE_LIST))

format:
	clang-format -i $(FORMATTED)

# Which headers each object was made from.
-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
