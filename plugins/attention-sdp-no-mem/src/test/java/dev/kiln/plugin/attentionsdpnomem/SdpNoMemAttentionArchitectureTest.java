package dev.kiln.plugin.attentionsdpnomem;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class SdpNoMemAttentionArchitectureTest extends PluginArchitectureContract {}
