package dev.kiln.plugin.taesd;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class TaesdArchitectureTest extends PluginArchitectureContract {}
