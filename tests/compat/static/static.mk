# SPDX-License-Identifier: MIT
# Other people's programs for libusb 1.0, each as one static file with musl; included by tests/tests.mk.
#
#:     check-compat-static  dfu-util and others from Debian's source packages, on our libusb-1.0.a:
#:                    fetches them (programs.txt; needs the network the first time), runs them in a
#:                    guest that has nothing else, and compares their sizes with the original's
#
# To add a program: a line of programs.txt, a function in build.sh, and a line of
# guests/static.steps.

STATIC_PROGRAMS := $(BUILD)/static-programs
STATIC_INSTALLED := $(STATIC_PROGRAMS)/installed
IMX_SOURCE := $(STATIC_PROGRAMS)/sources/imx-usb-loader/source
STATIC_PROGRAMS_FILES := $(BUILD)/static/cusb $(BUILD)/static/tests/kernel/init:init \
	$(BUILD)/static/tests/kernel/expect $(BUILD)/static/tests/kernel/sequence \
	$(foreach file,$(wildcard tests/compat/static/*.device),$(file):devices/$(notdir $(file)))

check-compat: check-compat-static
.PHONY: check-compat check-compat-static
# In a build of its own, which no other check is in at the same time.
check-compat-static: check-needs guest-static $(GUEST)/modules.release
	+@$(MAKE) --no-print-directory -s $(STATIC) BUILD=$(STATIC_PROGRAMS)/build STATIC_ONLY=1 VIRTUAL=0 \
		PREFIX=/usr DESTDIR=$(STATIC_INSTALLED) install install-compat >/dev/null
	@tests/compat/static/build.sh $(STATIC_PROGRAMS) $(STATIC_INSTALLED)
	@tests/kernel/stage.sh $(STATIC_PROGRAMS)/root $(STATIC_PROGRAMS_FILES) $(STATIC_PROGRAMS)/cusb/* \
		$$(cd $(IMX_SOURCE) 2>/dev/null && for file in imx_usb.conf mx6_usb_work.conf tests/test.imx; do \
			echo $(IMX_SOURCE)/$$file:imx/$${file##*/}; done)
	@tests/compat/static/check.sh $(STATIC_PROGRAMS) $(BUILD)
