package dev.kiln.plugin.detailer;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class DetailerArchitectureTest extends PluginArchitectureContract {}
