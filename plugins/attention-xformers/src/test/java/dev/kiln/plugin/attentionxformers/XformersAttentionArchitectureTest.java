package dev.kiln.plugin.attentionxformers;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class XformersAttentionArchitectureTest extends PluginArchitectureContract {}
