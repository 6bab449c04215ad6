package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class InversionArchitectureTest extends PluginArchitectureContract {}
