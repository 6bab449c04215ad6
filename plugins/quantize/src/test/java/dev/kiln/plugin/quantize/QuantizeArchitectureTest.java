package dev.kiln.plugin.quantize;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class QuantizeArchitectureTest extends PluginArchitectureContract {}
