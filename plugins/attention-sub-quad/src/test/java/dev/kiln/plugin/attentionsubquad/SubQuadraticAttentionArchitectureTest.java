package dev.kiln.plugin.attentionsubquad;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class SubQuadraticAttentionArchitectureTest extends PluginArchitectureContract {}
