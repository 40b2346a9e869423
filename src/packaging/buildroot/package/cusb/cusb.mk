################################################################################
#
# cusb
#
################################################################################

# The tree that this file is in.
CUSB_SITE = $(BR2_EXTERNAL_CUSB_PATH)/../../..
CUSB_SITE_METHOD = local
CUSB_LICENSE = MIT
CUSB_LICENSE_FILES = LICENSE
CUSB_INSTALL_STAGING = YES

CUSB_MAKE_OPTIONS = $(TARGET_CONFIGURE_OPTS) COMPAT=0 PREFIX=/usr \
	STATIC_ONLY=$(if $(BR2_STATIC_LIBS),1,0) \
	VIRTUAL=$(if $(BR2_PACKAGE_CUSB_VIRTUAL),1,0)

define CUSB_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) $(CUSB_MAKE_OPTIONS) -C $(@D) all
endef

define CUSB_INSTALL_STAGING_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) $(CUSB_MAKE_OPTIONS) -C $(@D) DESTDIR=$(STAGING_DIR) install
endef

define CUSB_INSTALL_TARGET_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) $(CUSB_MAKE_OPTIONS) -C $(@D) DESTDIR=$(TARGET_DIR) install
endef

$(eval $(generic-package))
