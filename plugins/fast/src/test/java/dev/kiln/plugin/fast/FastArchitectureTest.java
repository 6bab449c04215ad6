package dev.kiln.plugin.fast;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class FastArchitectureTest extends PluginArchitectureContract {}
