package dev.kiln.plugin.styles;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class StylesArchitectureTest extends PluginArchitectureContract {}
