include $(sort $(wildcard $(BR2_EXTERNAL_CUSB_PATH)/package/*/*.mk))
