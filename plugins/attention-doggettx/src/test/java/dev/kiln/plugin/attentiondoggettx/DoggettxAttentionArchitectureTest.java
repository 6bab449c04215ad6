package dev.kiln.plugin.attentiondoggettx;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class DoggettxAttentionArchitectureTest extends PluginArchitectureContract {}
