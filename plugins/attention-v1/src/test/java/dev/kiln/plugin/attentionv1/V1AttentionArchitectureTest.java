package dev.kiln.plugin.attentionv1;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class V1AttentionArchitectureTest extends PluginArchitectureContract {}
