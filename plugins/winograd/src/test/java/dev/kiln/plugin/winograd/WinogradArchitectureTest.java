package dev.kiln.plugin.winograd;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class WinogradArchitectureTest extends PluginArchitectureContract {}
