package dev.kiln.plugin.attentionsdp;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class SdpAttentionArchitectureTest extends PluginArchitectureContract {}
