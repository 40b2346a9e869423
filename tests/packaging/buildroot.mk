# SPDX-License-Identifier: MIT
# Stands for Buildroot: gives the package its variables, and runs its commands.
BR2_EXTERNAL_CUSB_PATH := $(TREE)
BR2_STATIC_LIBS := y
STAGING_DIR := $(OUT)/staging
TARGET_DIR := $(OUT)/target
TARGET_MAKE_ENV := PATH="$(PATH)"
TARGET_CONFIGURE_OPTS := CC="$(CROSS)" AR="ar" OBJCOPY="objcopy" CFLAGS="-Os" LDFLAGS="-static"

all: build
include $(TREE)/external.mk

.PHONY: all build
build: @D := $(SOURCE)
build:
	$(CUSB_BUILD_CMDS)
	$(CUSB_INSTALL_STAGING_CMDS)
	$(CUSB_INSTALL_TARGET_CMDS)
