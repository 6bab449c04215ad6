package dev.kiln.plugin.dynamicthresholding;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class DynamicThresholdingArchitectureTest extends PluginArchitectureContract {}
