package dev.kiln.plugin.wildcards;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class WildcardsArchitectureTest extends PluginArchitectureContract {}
